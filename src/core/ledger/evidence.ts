import type { Change } from '../change/change.ts';
import { passesForOurs } from '../change/passes-for-ours.ts';
import type { Group } from '../group/group.ts';
import type { Instant } from '../leaf/instant.ts';
import { editOrder } from './lists.ts';
import { lookTimes } from './look-time.ts';

/**
 * One thing known of a group: a change that a record tells, or a live look at it (`group: null` when it was gone).
 * Evidence is a set: any order and any number of copies give the same history.
 */
export type Evidence =
  | { readonly kind: 'change'; readonly at: Instant; readonly id: string; readonly change: Change }
  | {
      readonly kind: 'observed';
      readonly at: Instant;
      readonly group: Group | null;
      /** When the read began, where it stands later among the evidence (`lookTimes`). */
      readonly read?: Instant;
    };

/** Sorts a set of evidence into one sequence: by time, then by a fixed order that no delivery can alter; copies go. */
export function arrange(evidence: Iterable<Evidence>): readonly Evidence[] {
  const unique = new Map<string, Evidence>();
  for (const each of evidence) unique.set(each.kind === 'change' ? each.id : `observed ${each.at}`, each);
  const timeOf = lookTimes([...unique.values()]);
  for (const [id, each] of unique) {
    const at = timeOf(each);
    if (at !== each.at) unique.set(id, each.kind === 'change' ? { ...each, at } : { ...each, at, read: each.at });
  }
  return [...unique.entries()]
    .sort(
      ([a, one], [b, other]) =>
        one.at - other.at || rank(one) - rank(other) || version(one) - version(other) || (a < b ? -1 : a > b ? 1 : 0),
    )
    .map(([, each]) => each);
}

/**
 * Where one second holds several, causes come first; `order.ts` then asks which order EC2 could have accepted. Of tag
 * changes ours come last: we read a group until its tags are as we meant them, and say so where they are not.
 */
function rank(evidence: Evidence): number {
  if (evidence.kind === 'observed') return 9;
  const { change } = evidence;
  return ranks[change.kind] + (change.kind === 'tags-changed' && passesForOurs(change) ? 0.5 : 0);
}

/** Edits of one prefix list in one second are told apart by their versions. */
function version(evidence: Evidence): number {
  return evidence.kind === 'change' && evidence.change.kind === 'list-edited' ? editOrder(evidence.change) : 0;
}

const ranks: Readonly<Record<Change['kind'], number>> = {
  'group-created': 0,
  'list-edited': 1,
  'rules-added': 2,
  'rules-modified': 3,
  described: 4,
  'tags-changed': 4,
  attached: 5,
  detached: 5,
  associated: 5,
  dissociated: 5,
  'rules-removed': 6,
  'group-deleted': 8,
};
