import type { Spill } from '../contracts/spill.ts';
import type { Perimeter } from '../core/group/group.ts';
import { nearestWords } from '../core/policy/shape/nearest-word.ts';
import { indexGroups, type KnownGroup } from './group-index.ts';
import { firstFound, type Looks, noLooks } from './looks.ts';

/** A group with where it is; `null` where nobody tells. */
export interface PlacedGroup extends KnownGroup {
  readonly account: string | null;
  readonly region: string | null;
}

/** What a name may mean. */
export type GroupFinding =
  | { readonly kind: 'one'; readonly group: PlacedGroup }
  | { readonly kind: 'many'; readonly groups: readonly PlacedGroup[] }
  | { readonly kind: 'none'; readonly near: readonly string[] };

/** Finds the group that is meant by an id, a name or the beginning of an id, in this order. */
export function findGroup(
  spill: Spill,
  snapshot: Perimeter | null,
  asked: string,
  within: { readonly account?: string; readonly region?: string },
  looks: Looks = noLooks,
): GroupFinding {
  const groups = indexGroups(spill, snapshot, looks);
  const named = (group: KnownGroup) => group.name ?? /^\d{12}\/[^/]*\/[^/]*\/(.*)$/s.exec(group.key)?.[1] ?? null;
  const ways = [
    (group: KnownGroup) => group.key === asked,
    (group: KnownGroup) => named(group) === asked,
    (group: KnownGroup) => asked.length > 3 && group.key.startsWith(asked),
  ];
  for (const fits of ways) {
    const found = groups
      .filter(fits)
      .map((group) => placeGroup(spill, snapshot, group, looks))
      .filter((group) => (within.account ?? group.account) === group.account)
      .filter((group) => (within.region ?? group.region) === group.region);
    if (found.length === 1) return { kind: 'one', group: found[0]! };
    if (found.length > 1) return { kind: 'many', groups: found };
  }
  return {
    kind: 'none',
    near: nearestWords(
      asked,
      groups.flatMap((group) => [group.key, named(group) ?? '']),
    ),
  };
}

/** Tells where a group is, by a record about it or by what a look showed. */
export function placeGroup(
  spill: Spill,
  snapshot: Perimeter | null,
  group: KnownGroup,
  looks: Looks = noLooks,
): PlacedGroup {
  const shown =
    snapshot?.groups.find((each) => each.id === group.key) ?? firstFound(looks.groups.get(group.key))?.found;
  for (const subject of group.subjects) {
    const [first] = spill.changesOf(subject);
    if (first === undefined) continue;
    const { record } = JSON.parse(first.text) as { record: { account: string; region: string } };
    return { ...group, name: group.name ?? shown?.name ?? null, account: record.account, region: record.region };
  }
  return {
    ...group,
    name: group.name ?? shown?.name ?? null,
    account: shown?.account ?? null,
    region: shown?.region ?? null,
  };
}
