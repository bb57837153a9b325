import type { Instant } from '../leaf/instant.ts';
import type { HeldBounds } from '../reach/seen-bounds.ts';
import type { Evidence } from './evidence.ts';
import type { ListBook, ListState } from './lists.ts';
import { play } from './play.ts';
import { boundsOf } from './rule-reach.ts';
import { type GroupState, isComplete, type StandingRule } from './standing.ts';
import { listEditsFor } from './trace.ts';

/** A place in the history of a group: before everything, after everything, at a time, or on either side of a change. */
export type Cut =
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'at'; readonly at: Instant }
  | { readonly kind: 'before' | 'after'; readonly id: string };

/** A group as it stood at a place in its history. */
export interface Moment {
  /** How many pieces of evidence lie before it: where it stands among the traces of the history. */
  readonly place: number;
  /** Time of the last evidence up to here; `null` when there is none. */
  readonly at: Instant | null;
  /** `not yet`: the records hold its creation, later than here. */
  readonly exists: 'yes' | 'no' | 'not yet' | 'unknown';
  /** How much of its rules is known: `partly` = those listed stand, others may. */
  readonly known: 'known' | 'partly' | 'unknown';
  readonly name: string | null;
  readonly vpc: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** All its tags are known: its creation, or a live look, told them. */
  readonly tagsKnown: boolean;
  /** Ingress before egress, then in a fixed order. */
  readonly rules: readonly StandingRule[];
  readonly bounds: HeldBounds;
  /** What the prefix lists that were edited up to here held. */
  readonly lists: ReadonlyMap<string, ListState>;
}

/** The group at each of these places; `null` for a change that its history does not hold. */
export function momentsOf(
  evidence: readonly Evidence[],
  lists: ListBook,
  cuts: readonly Cut[],
): readonly (Moment | null)[] {
  const edits = new Map(listEditsFor(evidence, lists).map((edit) => [edit.id, edit]));
  const woven: readonly Evidence[] = [
    ...evidence,
    ...[...edits.values()].map(({ id, change }): Evidence => ({ kind: 'change', id, at: change.record.at, change })),
  ];
  const sequence: { readonly id: string; readonly at: Instant }[] = [];
  play(woven, ({ evidence: each }) => sequence.push({ id: each.kind === 'change' ? each.id : '', at: each.at }));
  const places = cuts.map((cut) => placeOf(cut, sequence));
  const wanted = new Set(places);
  const found = new Map<number, Moment>();
  const willBegin = evidence.some((each) => each.kind === 'change' && each.change.kind === 'group-created');
  const now = new Map<string, ListState>();
  let place = 0;
  let tagsKnown = false;
  const keep = (state: GroupState): void => {
    if (!wanted.has(place)) return;
    const exists = state.exists === 'unknown' && willBegin ? 'not yet' : state.exists;
    found.set(place, { ...momentOf(state, lists, now), exists, tagsKnown, place, at: sequence[place - 1]?.at ?? null });
  };
  play(
    woven,
    ({ evidence: each, state }) => {
      place++;
      tagsKnown ||=
        each.kind === 'observed' || (each.change.kind === 'group-created' && each.change.record.result === 'applied');
      const edit = each.kind === 'change' ? edits.get(each.id) : undefined;
      if (edit !== undefined) now.set(edit.change.on.id!, edit.after);
      keep(state);
    },
    keep,
  );
  return places.map((each) => (each === null ? null : (found.get(each) ?? null)));
}

/** How many pieces of evidence lie before a cut. */
function placeOf(cut: Cut, sequence: readonly { readonly id: string; readonly at: Instant }[]): number | null {
  switch (cut.kind) {
    case 'start':
      return 0;
    case 'end':
      return sequence.length;
    case 'at':
      return sequence.filter((each) => each.at <= cut.at).length;
    case 'before':
    case 'after': {
      const at = sequence.findIndex((each) => each.id === cut.id);
      return at < 0 ? null : cut.kind === 'before' ? at : at + 1;
    }
  }
}

function momentOf(
  state: GroupState,
  lists: ListBook,
  now: ReadonlyMap<string, ListState>,
): Omit<Moment, 'place' | 'at' | 'exists' | 'tagsKnown'> {
  const { name, vpc, tags } = state;
  return {
    ...{ name, vpc, tags, lists: new Map(now), bounds: boundsOf(state, lists, now) },
    known: isComplete(state) ? 'known' : state.anchored || state.rules.size > 0 ? 'partly' : 'unknown',
    rules: [...state.rules.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1)),
  };
}

function order({ direction, protocol, ports, peer, key }: StandingRule): string {
  const port = String(ports?.[0] ?? 0).padStart(5, '0');
  return [
    direction === 'ingress' ? 0 : direction === 'egress' ? 1 : 2,
    protocol,
    port,
    peer?.kind,
    peer?.value,
    key,
  ].join(' ');
}
