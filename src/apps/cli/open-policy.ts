import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ChannelSettings } from '../../contracts/channel-settings.ts';
import type { Judging } from '../../core/verdict/matter.ts';
import { Complaint } from './complaint.ts';
import { counted } from './counted.ts';
import { ledgerForm } from './ledger/ledger-form.ts';
import type { Options } from './options.ts';
import { ownVersion, packageRoot } from './package-root.ts';
import { notice, type Terminal } from './screen.ts';

/** A policy ready to judge by, and the files it was read from, earliest layer first. */
export interface OpenedPolicy extends Judging {
  readonly files: readonly string[];
  /** How its channels are reached. */
  readonly channels?: readonly ChannelSettings[];
}

/** The file that is used when nobody names one and it is there. */
export const usualPolicy = 'portcullis.yaml';

/**
 * The policy to judge by: the files of `--policy` as layers, else `portcullis.yaml` of this folder (said once), else the
 * `fallback` pack; `null` when there is none, or with `--no-policy`.
 */
export async function openPolicy(
  { policy }: Pick<Options, 'policy'>,
  terminal: Terminal,
  fallback: string | null = null,
): Promise<OpenedPolicy | null> {
  if (policy === false) return null;
  const named = Array.isArray(policy) ? (policy as readonly string[]) : [];
  if (named.length > 0) return await readPolicies(named, terminal);
  if (existsSync(usualPolicy)) {
    const opened = await readPolicies([usualPolicy], terminal);
    notice(terminal, `judged by ./${usualPolicy} (\`--policy <file>\`: another, \`--no-policy\`: none)`);
    return opened;
  }
  if (fallback === null) return null;
  notice(terminal, `judged by the pack ${fallback}: \`${terminal.command} init\` writes a policy of your own`);
  return await readPolicies([join(packsFolder(), `${fallback}.yaml`)], terminal);
}

/** The same for a verb that reads `paths`: the decisions of a ledger stay as they were made unless a policy is named. */
export async function openPolicyFor(
  paths: readonly string[],
  options: Pick<Options, 'policy'>,
  terminal: Terminal,
): Promise<OpenedPolicy | null> {
  const isLedger = options.policy === undefined && paths.some((path) => ledgerForm(path) !== null);
  return isLedger ? null : await openPolicy(options, terminal);
}

/** Reads policy files as layers; whatever is wrong with them is told, and then nothing is run. */
export async function readPolicies(paths: readonly string[], terminal: Terminal): Promise<OpenedPolicy> {
  const { readPolicyFiles } = await import('../../settings/policy-file.ts');
  const { policy, errors, warnings, channels, files } = readPolicyFiles(paths, packsFolder(), terminal.now());
  for (const warning of warnings) for (const line of warning.split('\n')) notice(terminal, line);
  if (policy === null)
    throw new Complaint([...errors, sayCount(errors)].join('\n'), {
      blocks: true,
    });
  return { policy, engine: ownVersion(), channels, files };
}

/** How many problems there are; of very many the last entry tells how many more. */
export function sayCount(errors: readonly string[]): string {
  const more = /^… and (\d+) more/.exec(errors.at(-1) ?? '');
  const count = more === null ? errors.length : errors.length - 1 + Number(more[1]);
  return `${counted(count, 'problem')}. Nothing was run.`;
}

/** Where the packs lie that come with the program. */
export function packsFolder(): string {
  return join(packageRoot(), 'policies');
}
