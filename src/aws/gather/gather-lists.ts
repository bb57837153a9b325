import type { PrefixList } from '../../core/group/group.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { ApiFailure } from '../../core/plan/act/api-failure.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import type { AskEc2 } from '../ask-ec2.ts';
import { isFailed } from '../failure-of.ts';
import type { ManagedPrefixList } from '../model/shape.ts';
import { allPages } from './all-pages.ts';
import { readShown } from './read-shown.ts';

/** How often a version that a replica does not know yet is asked for anew. */
const mostTurns = 4;

/** A prefix list with the entries of the version that it is at; `null` when it is not there. */
export async function gatherList(
  ask: AskEc2,
  site: Site,
  id: string,
  at: Instant,
  signal?: AbortSignal,
): Promise<PrefixList | null | ApiFailure> {
  for (let turn = 0; turn < mostTurns; turn++) {
    const shown = await describe(ask, site, { PrefixListIds: [id] }, signal);
    if (isFailed(shown)) return shown.code === 'InvalidPrefixListID.NotFound' ? null : shown;
    const list = shown[0] === undefined ? null : await withEntries(ask, site, shown[0], at, signal);
    if (list !== 'torn') return list;
  }
  const message = `expected the entries of \`${id}\` at its version, found ${mostTurns} times that they are not known`;
  return { kind: 'failed', failure: 'transient', code: null, message };
}

/** All prefix lists of a place, each with its entries. */
export async function gatherLists(
  ask: AskEc2,
  site: Site,
  at: Instant,
  signal?: AbortSignal,
): Promise<readonly PrefixList[] | ApiFailure> {
  const shown = await describe(ask, site, { MaxResults: 100 }, signal);
  if (isFailed(shown)) return shown;
  const lists: PrefixList[] = [];
  for (const each of new Map(shown.map((list) => [list.PrefixListId, list])).values()) {
    const joined = await withEntries(ask, site, each, at, signal);
    const list = joined === 'torn' ? await gatherList(ask, site, each.PrefixListId, at, signal) : joined;
    if (isFailed(list)) return list;
    if (list !== null) lists.push(list);
  }
  return lists;
}

function describe(
  ask: AskEc2,
  site: Site,
  request: { readonly PrefixListIds?: readonly string[]; readonly MaxResults?: number },
  signal?: AbortSignal,
) {
  return allPages(ask, site, 'DescribeManagedPrefixLists', request, (result) => result.PrefixLists, signal);
}

/** Entries are asked for by version: pages of one version fit together whoever answers them. */
async function withEntries(
  ask: AskEc2,
  site: Site,
  shown: ManagedPrefixList,
  at: Instant,
  signal?: AbortSignal,
): Promise<PrefixList | ApiFailure | 'torn'> {
  const { PrefixListId, Version } = shown;
  const asked = { PrefixListId, MaxResults: 100, ...(Version === undefined ? {} : { TargetVersion: Version }) };
  const Entries = await allPages(ask, site, 'GetManagedPrefixListEntries', asked, (result) => result.Entries, signal);
  if (isFailed(Entries)) return Entries.failure === 'gone' || Entries.failure === 'malformed' ? 'torn' : Entries;
  const read = readShown(site, at, { PrefixLists: [{ ...shown, Entries }] });
  return isFailed(read) ? read : read.lists[0]!;
}
