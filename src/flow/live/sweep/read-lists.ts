import type { Looked } from '../../../contracts/live.ts';
import type { Group, PrefixList } from '../../../core/group/group.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { LiveParts } from '../live-parts.ts';

/** What reading prefix lists came to, by id. */
export type ReadLists = ReadonlyMap<string, Looked<PrefixList | null>>;

/** Reads the prefix lists that rules of a group name: all of its rules, or those that are meant. */
export async function readLists(
  { gatherer }: Pick<LiveParts, 'gatherer'>,
  site: Site,
  group: Group | null,
  isMeant: (rule: Rule) => boolean = () => true,
): Promise<ReadLists> {
  const meant = (group?.rules ?? []).filter(isMeant);
  const names = new Set(meant.flatMap(({ peer }) => (peer.kind === 'list' ? [peer.value] : [])));
  const lists = new Map<string, Looked<PrefixList | null>>();
  for (const name of names) lists.set(name, await gatherer.list(site, name));
  return lists;
}
