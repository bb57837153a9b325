import { existsSync } from 'node:fs';
import { Complaint } from './complaint.ts';
import { usualPolicy } from './open-policy.ts';
import type { Terminal } from './screen.ts';

/** The policy files that are meant: those named, as layers, else the usual one when it is here. */
export function policyFiles(
  verb: string,
  named: readonly string[],
  { command }: Pick<Terminal, 'command'>,
): readonly string[] {
  if (named.length > 0) return named;
  if (existsSync(usualPolicy)) return [usualPolicy];
  throw new Complaint(
    `\`policy ${verb}\` needs a policy file, e.g. \`${command} policy ${verb} ${usualPolicy}\`; \`${command} init\` writes one`,
  );
}
