import type { Channel, Delivered, Delivery } from '../../contracts/channel.ts';
import type { SecurityHubSettings } from '../../contracts/channel-settings.ts';
import { openClients } from '../aws/open-clients.ts';
import { whatAwsSaid } from '../aws/what-aws-said.ts';
import { neverRejects } from '../never-rejects.ts';
import { type FindingPlace, renderFinding } from './render.ts';

/**
 * AWS Security Hub: a message is a finding of the account that it is about, which only that account itself can import
 * (Security Hub API reference, BatchImportFindings): by its role there, where one is named. The same message is the same
 * finding, whatever happens to it.
 */
export function openSecurityHub(settings: SecurityHubSettings): Channel {
  const clients = openClients(async (how) => new (await import('./securityhub-client.ts')).SecurityHubClient(how));
  let own: string | null = null;

  /** What is about no account (a digest, a gap) belongs to the account that we run in. */
  async function placeOf({ alert }: Delivery, signal: AbortSignal): Promise<FindingPlace> {
    const { place } = alert;
    const region = settings.region ?? place?.region ?? (await (await clients.get(null, null)).config.region());
    if (place !== null) return { partition: place.partition, account: place.account, region };
    const named = /^arn:([^:]+):iam::(\d{12}):role\//.exec(settings.role ?? '');
    if (named !== null) return { partition: named[1]!, account: named[2]!, region };
    const { ownAccount } = await import('../aws/role-keys.ts');
    own ??= await ownAccount(region, signal);
    return { partition: partitionOf(region), account: own, region };
  }

  async function importFinding(delivery: Delivery, signal: AbortSignal): Promise<Delivered> {
    let on = delivery.alert.place?.account ?? 'our account';
    const asking = () => ({ action: 'securityhub:BatchImportFindings', on, only: true as const, now: delivery.now });
    try {
      const place = await placeOf(delivery, signal);
      on = `${place.account} ${place.region}`;
      const client = await clients.get(place.region, roleIn(settings.role, place, delivery.alert.place !== null));
      const { BatchImportFindingsCommand } = await import('./securityhub-client.ts');
      const finding = renderFinding(delivery, place);
      const answer = await client.send(new BatchImportFindingsCommand({ Findings: [finding] }), {
        abortSignal: signal,
      });
      const [failed] = answer.FailedFindings ?? [];
      if (failed === undefined) return { kind: 'done', ref: finding.Id ?? null };
      return whatItem(failed.ErrorCode ?? '', on);
    } catch (error) {
      const { name } = error as { readonly name?: string };
      if (name === 'InvalidAccessException')
        return {
          kind: 'refused',
          why: `expected Security Hub in \`${on}\`, got that it is off there: give it`,
          whole: false,
        };
      return whatAwsSaid(error, asking());
    }
  }

  return {
    ...{ memory: 'key', takes: ['first', 'update', 'again'] },
    deliver: neverRejects(importFinding),
    close: () => clients.close(),
  };
}

/** What became of the one finding, where the call itself was taken. */
function whatItem(code: string, on: string): Delivered {
  const shown = /^[A-Za-z][\w.]{0,80}$/.test(code) ? code : 'no code';
  if (/internal|throttl|limit|timeout|conflict|concurren|unavailable/i.test(code))
    return {
      kind: 'later',
      why: `Security Hub in \`${on}\` did not take the finding now (${shown})`,
      after: null,
      maybe: false,
    };
  const why = `expected Security Hub in \`${on}\` to take the finding, got ${shown}: mend it, or tell us of it`;
  return { kind: 'refused', why, whole: false };
}

/** The role in the account of the finding: its name, or an ARN in which `{account}` stands for that account. */
function roleIn(role: string | null, { partition, account }: FindingPlace, isElsewhere: boolean): string | null {
  if (role === null || (!isElsewhere && !role.startsWith('arn:'))) return null;
  const filled = role.replaceAll('{account}', account);
  return filled.startsWith('arn:') ? filled : `arn:${partition}:iam::${account}:role/${filled}`;
}

/** The partition of a region (AWS General Reference, "Amazon Resource Names"). */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
