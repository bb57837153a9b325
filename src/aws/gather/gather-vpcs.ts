import type { Group, Vpc } from '../../core/group/group.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { ApiFailure } from '../../core/plan/act/api-failure.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import type { AskEc2 } from '../ask-ec2.ts';
import { failureOf, isFailed } from '../failure-of.ts';
import type {
  InternetGateway,
  NetworkInterface,
  VpcBlockPublicAccessExclusion,
  VpcBlockPublicAccessOptions,
} from '../model/shape.ts';
import { allPages } from './all-pages.ts';
import { readShown } from './read-shown.ts';

/** What of a place tells which VPCs are its own, and which subnets are theirs. */
export interface InVpcs {
  readonly groups: readonly Group[];
  readonly interfaces: readonly NetworkInterface[];
}

/** What lets the Internet into VPCs of a place or keeps it out, in EC2's own words. */
export interface PublicAccess {
  readonly InternetGateways: readonly InternetGateway[];
  readonly VpcBlockPublicAccessOptions?: VpcBlockPublicAccessOptions;
  readonly VpcBlockPublicAccessExclusions?: readonly VpcBlockPublicAccessExclusion[];
}

/** The VPCs of a place, with what lets the Internet into them or keeps it out; `null` where we may not look at gateways. */
export async function gatherVpcs(
  ask: AskEc2,
  site: Site,
  at: Instant,
  { groups, interfaces }: InVpcs,
  signal?: AbortSignal,
): Promise<readonly Vpc[] | null | ApiFailure> {
  const shown = await collectPublicAccess(ask, site, signal);
  if (shown === null || isFailed(shown)) return shown;
  const SecurityGroups = groups.map(({ id, name, vpc, account }) => ({
    ...{ GroupId: id, OwnerId: account ?? site.account },
    ...{ GroupName: name ?? undefined, VpcId: vpc ?? undefined },
  }));
  const read = readShown(site, at, { SecurityGroups, NetworkInterfaces: interfaces, ...shown });
  return isFailed(read) ? read : (read.vpcs ?? []);
}

/**
 * What a snapshot holds of VPCs; `null` where we may not look at gateways. Where Block Public Access may not be looked at,
 * the region does not know it, or no answer comes time after time, it is left out: what is not known keeps nothing out,
 * and a look at everything does not fail for it.
 */
export async function collectPublicAccess(
  ask: AskEc2,
  site: Site,
  signal?: AbortSignal,
): Promise<PublicAccess | null | ApiFailure> {
  const InternetGateways = await allPages(
    ask,
    site,
    'DescribeInternetGateways',
    { MaxResults: 1000 },
    (result) => result.InternetGateways,
    signal,
  );
  if (isFailed(InternetGateways)) return isRefusal(InternetGateways) ? null : InternetGateways;
  const block = await gatherBlock(ask, site, signal);
  return isFailed(block) ? block : { InternetGateways, ...block };
}

/** The block with all that is exempt from it: a block of which the exemptions are not known is not known. */
async function gatherBlock(
  ask: AskEc2,
  site: Site,
  signal?: AbortSignal,
): Promise<Omit<PublicAccess, 'InternetGateways'> | ApiFailure> {
  const options = await timeAfterTime(signal, async () => {
    const reply = await ask(site, 'DescribeVpcBlockPublicAccessOptions', {}, { signal });
    return reply.kind === 'answered' ? reply.result.VpcBlockPublicAccessOptions : failureOf(reply, 'reads');
  });
  if (options === null) return {};
  if (isFailed(options)) return options;
  if (options.InternetGatewayBlockMode === 'off') return { VpcBlockPublicAccessOptions: options };
  const exclusions = await timeAfterTime(signal, () =>
    allPages(
      ask,
      site,
      'DescribeVpcBlockPublicAccessExclusions',
      { MaxResults: 1000 },
      (result) => result.VpcBlockPublicAccessExclusions,
      signal,
    ),
  );
  if (exclusions === null) return {};
  if (isFailed(exclusions)) return exclusions;
  return { VpcBlockPublicAccessOptions: options, VpcBlockPublicAccessExclusions: exclusions };
}

/** What a read finds; `null` where it is refused, or failed so often that it is no hiccup. */
async function timeAfterTime<T extends object>(
  signal: AbortSignal | undefined,
  read: () => Promise<T | ApiFailure>,
): Promise<T | null | ApiFailure> {
  for (let turn = 0; turn < mostTurns; turn++) {
    const found = await read();
    if (!isFailed(found)) return found;
    if (isRefusal(found)) return null;
    if (found.failure !== 'transient' || signal?.aborted === true) return found;
  }
  return null;
}

const mostTurns = 3;

/** We may not ask, or nobody there knows the question; anything else may pass. */
function isRefusal({ failure, code }: ApiFailure): boolean {
  return failure === 'denied' || (failure === 'malformed' && code !== null);
}
