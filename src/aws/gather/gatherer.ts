import type { Clock, Gatherer, Looked } from '../../contracts/live.ts';
import type { Interface, Perimeter } from '../../core/group/group.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { ApiFailure } from '../../core/plan/act/api-failure.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import type { AskEc2 } from '../ask-ec2.ts';
import { isFailed } from '../failure-of.ts';
import type { NetworkInterface } from '../model/shape.ts';
import { allPages } from './all-pages.ts';
import { gatherGroup, gatherGroups } from './gather-groups.ts';
import { gatherList, gatherLists } from './gather-lists.ts';
import { gatherVpcs } from './gather-vpcs.ts';
import { readShown } from './read-shown.ts';

/** Live reads through a client of EC2, as whoever the client signs for. */
export function createGatherer(ask: AskEc2, clock: Pick<Clock, 'now'>): Gatherer {
  async function look<T extends object | null>(read: (at: Instant) => Promise<T | ApiFailure>): Promise<Looked<T>> {
    const started = clock.now();
    const found: T | ApiFailure = await read(started);
    return isFailed(found) ? found : { kind: 'looked', started, ended: clock.now(), found: found as T };
  }
  return {
    group: (site, id, signal) => look((at) => gatherGroup(ask, site, id, at, signal)),
    list: (site, id, signal) => look((at) => gatherList(ask, site, id, at, signal)),
    interface: (site, id, signal) => look((at) => gatherInterface(ask, site, id, at, signal)),
    perimeter: (site, signal) => look((at) => gatherPerimeter(ask, site, at, signal)),
  };
}

async function gatherInterface(
  ask: AskEc2,
  site: Site,
  id: string,
  at: Instant,
  signal?: AbortSignal,
): Promise<Interface | null | ApiFailure> {
  const found = await gatherInterfaces(ask, site, at, { NetworkInterfaceIds: [id] }, signal);
  if (!isFailed(found)) return found[0] ?? null;
  return found.code === 'InvalidNetworkInterfaceID.NotFound' ? null : found;
}

async function gatherInterfaces(
  ask: AskEc2,
  site: Site,
  at: Instant,
  asked: { readonly NetworkInterfaceIds?: readonly string[]; readonly MaxResults?: number },
  signal?: AbortSignal,
): Promise<readonly Interface[] | ApiFailure> {
  const shown = await describeInterfaces(ask, site, asked, signal);
  return isFailed(shown) ? shown : readInterfaces(site, at, shown);
}

function readInterfaces(
  site: Site,
  at: Instant,
  shown: readonly NetworkInterface[],
): readonly Interface[] | ApiFailure {
  const read = readShown(site, at, { NetworkInterfaces: shown });
  return isFailed(read) ? read : [...new Map(read.interfaces.map((each) => [each.id, each])).values()];
}

function describeInterfaces(
  ask: AskEc2,
  site: Site,
  asked: { readonly NetworkInterfaceIds?: readonly string[]; readonly MaxResults?: number },
  signal?: AbortSignal,
) {
  return allPages(ask, site, 'DescribeNetworkInterfaces', asked, (result) => result.NetworkInterfaces, signal);
}

async function gatherPerimeter(
  ask: AskEc2,
  site: Site,
  at: Instant,
  signal?: AbortSignal,
): Promise<Perimeter | ApiFailure> {
  const groups = await gatherGroups(ask, site, at, signal);
  if (isFailed(groups)) return groups;
  const lists = await gatherLists(ask, site, at, signal);
  if (isFailed(lists)) return lists;
  const worn = await describeInterfaces(ask, site, { MaxResults: 1000 }, signal);
  if (isFailed(worn)) return worn;
  const interfaces = readInterfaces(site, at, worn);
  if (isFailed(interfaces)) return interfaces;
  const vpcs = await gatherVpcs(ask, site, at, { groups, interfaces: worn }, signal);
  if (isFailed(vpcs)) return vpcs;
  const interfacesOf = [{ account: site.account, region: site.region }];
  return { takenAt: at, groups, lists, interfaces, interfacesOf, ...(vpcs === null ? {} : { vpcs }) };
}
