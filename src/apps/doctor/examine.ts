import { createWire } from '../../aws/client/wire.ts';
import { inspectIdentity } from '../../aws/inspect/inspect-identity.ts';
import type { Clock } from '../../contracts/live.ts';
import { areas, type Diagnosis, ill, unclear, well } from '../../core/audit/diagnosis.ts';
import { judgeClock } from '../../core/audit/judge-clock.ts';
import type { ServerSettings } from '../../settings/server-settings.ts';
import { examineAccount } from './examine-account.ts';
import { examineNode, examineServer } from './examine-machine.ts';
import { enforces, examinePolicy } from './examine-policy.ts';
import { examineQueue } from './examine-queue.ts';
import { examineStore } from './examine-store.ts';
import { type OpenedAccounts, openAccounts } from './open-accounts.ts';

/** What is examined. */
export interface Examination {
  /** `null`: our own credentials, the policy that is used by itself, and this machine. */
  readonly settings: ServerSettings | null;
  /** Policy files where there are no settings. */
  readonly policy: readonly string[];
  readonly regions: readonly string[];
  readonly group: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly node: string;
  readonly command: string;
  /** Hears what is looked at next. */
  readonly tell: (what: string) => void;
}

/** What was found, and how many accounts and regions were looked at. */
export interface Examined {
  readonly diagnoses: readonly Diagnosis[];
  readonly sites: number;
}

/** Looks at everything that the product needs, changing nothing; one thing that fails hides no other. */
export async function examine(asked: Examination): Promise<Examined> {
  const { settings, clock, tell } = asked;
  const found: Diagnosis[] = [examineNode(asked.node)];
  const files = settings?.policy ?? asked.policy;
  if (files.length > 0) {
    tell('the policy');
    const { policy, diagnoses } = await examinePolicy(files, clock.now());
    found.push(...diagnoses);
    if (policy !== null && settings !== null && enforces(policy) && !settings.acting) found.push(idle(asked.command));
  }
  if (settings !== null) {
    tell('store and server');
    found.push(...(await examineStore(settings.store)), ...(await examineServer(settings)));
  }
  tell('credentials');
  const aws = await examineAws(asked);
  found.push(...aws.diagnoses);
  return { diagnoses: found.toSorted((a, b) => areas.indexOf(a.area) - areas.indexOf(b.area)), sites: aws.sites };
}

function idle(command: string): Diagnosis {
  return unclear(
    'acts',
    'acting',
    'something to be done where the policy enforces',
    '`acting` is off: it is only told',
    'acting: true   in the settings',
    `${command} doctor --iam revoke,restore-rules`,
  );
}

async function examineAws(asked: Examination): Promise<Examined> {
  const { settings, clock, env } = asked;
  const wire = createWire();
  const home = env.AWS_REGION || env.AWS_DEFAULT_REGION || settings?.accounts[0]?.regions[0] || asked.regions[0];
  const access = { region: home ?? 'us-east-1', keys: null, who: 'our own credentials', wire, clock };
  try {
    const { identity, clock: read } = await inspectIdentity(access);
    const found: Diagnosis[] = read === null ? [] : [judgeClock(read)];
    const expected = 'credentials that AWS knows';
    if (identity.kind !== 'answered') {
      const why = identity.kind === 'refused' ? identity.message : identity.why;
      return { diagnoses: [...found, ill('identity', 'credentials', expected, why, ...signIn)], sites: 0 };
    }
    const runner = identity.result;
    found.push(well('identity', 'credentials', expected, `\`${runner.arn}\` of ${runner.account}`));
    for (const source of settings?.sources ?? [])
      if (source.kind === 'sqs') {
        asked.tell(`queue ${source.queue}`);
        const own = { url: source.queue, who: `\`${runner.arn}\``, home: access.region, wire, clock };
        found.push(...(await examineQueue({ ...own, command: asked.command })));
      }
    const opened = await openAccounts({ accounts: settings?.accounts ?? [], regions: asked.regions, env, clock });
    if (typeof opened === 'string')
      return { diagnoses: [...found, ill('reads', 'accounts', 'to know which regions to look at', opened)], sites: 0 };
    const sites = opened.accounts.reduce((sum, { regions }) => sum + regions.length, 0);
    return { diagnoses: [...found, ...(await examineAccounts(asked, opened, runner, wire))], sites };
  } finally {
    wire.destroy();
  }
}

const signIn = ['aws sso login', 'export AWS_PROFILE=…   or give this machine a role'];

async function examineAccounts(
  asked: Examination,
  opened: OpenedAccounts,
  runner: { readonly account: string; readonly arn: string },
  wire: ReturnType<typeof createWire>,
): Promise<readonly Diagnosis[]> {
  const { settings, clock, group, command } = asked;
  const kinds = new Set(settings?.sources.map(({ kind }) => kind));
  const needs = { trails: kinds.has('sqs') || kinds.has('folder'), history: settings === null || kinds.has('lookup') };
  const found: Diagnosis[] = [];
  try {
    for (const account of opened.accounts) {
      asked.tell(`account ${account.account}, ${account.regions.length} regions`);
      const about = { account, clients: opened.of(account.account), runner, wire, clock, needs, group, command };
      found.push(...(await examineAccount({ ...about, acting: settings?.acting ?? false })));
    }
  } finally {
    opened.close();
  }
  return found;
}
