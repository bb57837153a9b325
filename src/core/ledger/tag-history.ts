import type { Change } from '../change/change.ts';
import type { GroupFacts } from '../facts/facts.ts';
import type { Instant } from '../leaf/instant.ts';
import type { Trace } from './trace.ts';

/** Tags of a group at a place in its history, as far as they are known. */
export type TagFacts = Pick<GroupFacts, 'tags' | 'tagsPartly' | 'tagsOtherTime'>;

type Tags = Readonly<Record<string, string>>;

/**
 * The tags of a group after each of its traces (`-1`: before the first). They are known from its creation or from a live
 * look onwards. Before a look, what it shows counts, with its time told, but for keys that a record changed in between;
 * without either, only what records set is known.
 */
export function tagHistory(
  traces: readonly Trace[],
  look: { readonly at: Instant; readonly tags: Tags } | null,
): (place: number) => TagFacts {
  const anchor = traces.findIndex(
    ({ change }) => change === null || (isApplied(change) && change.kind === 'group-created'),
  );
  const moves = traces.flatMap((trace, place) => keysOf(trace).map((key) => ({ key, place, at: trace.at })));
  return (place) => {
    const told = place < 0 ? (traces[0]?.tagsBefore ?? {}) : traces[place]!.tags;
    if (anchor >= 0 && place >= anchor) return { tags: told };
    if (look === null) return Object.keys(told).length === 0 ? { tags: null } : { tags: told, tagsPartly: true };
    const moved = new Set(moves.filter((each) => each.place <= place || each.at <= look.at).map((each) => each.key));
    const shown = Object.entries(look.tags).filter(([key]) => !moved.has(key));
    return { tags: { ...Object.fromEntries(shown), ...told }, tagsOtherTime: look.at };
  };
}

/** Keys of the group's own tags that an applied change set or removed. */
function keysOf({ change }: Trace): readonly string[] {
  if (change?.kind !== 'tags-changed' || change.rule !== null || !isApplied(change)) return [];
  return [...Object.keys(change.set), ...change.removed];
}

function isApplied({ record }: Change): boolean {
  return record.result === 'applied';
}
