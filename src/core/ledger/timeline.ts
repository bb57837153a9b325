import type { Instant } from '../leaf/instant.ts';
import type { HeldBounds } from '../reach/seen-bounds.ts';
import type { Evidence } from './evidence.ts';
import type { ListBook, ListState } from './lists.ts';
import { play, type Step } from './play.ts';
import { boundsOf } from './rule-reach.ts';
import { type FoldedGroup, isComplete, type StandingRule } from './standing.ts';
import { weave } from './weave.ts';

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
  const { edits, woven } = weave(evidence, lists);
  // Measured: each play costs as much as all else here, and only what lies before something has to be found first.
  const isFound = cuts.some(({ kind }) => kind === 'before' || kind === 'at');
  const sequence: PlacedStep[] = [];
  if (isFound) play(woven, (step) => sequence.push(placed(step)));
  const wanted = new Set(cuts.map((cut) => (isFound ? placeOf(cut, sequence) : null)));
  const after = new Map(cuts.flatMap((cut) => (cut.kind === 'after' ? [[cut.id, null as number | null]] : [])));
  const found = new Map<number, Moment>();
  const isBegun = willBegin(evidence);
  const now = new Map<string, ListState>();
  let [place, tagsKnown] = [0, false];
  let last: PlacedStep | null = null;
  const keep = (state: FoldedGroup): void => {
    found.set(place, momentOf(state, { lists, now, tagsKnown, place, at: last?.at ?? null, willBegin: isBegun }));
  };
  const state = play(
    woven,
    (step) => {
      const { evidence: each } = step;
      place++;
      last = placed(step);
      tagsKnown ||= tellsTags(each);
      const edit = each.kind === 'change' ? edits.get(each.id) : undefined;
      if (edit !== undefined) now.set(edit.change.on.id!, edit.after);
      const isAfter = after.get(last.id) === null;
      if (isAfter) after.set(last.id, place);
      if (isAfter || wanted.has(place)) keep(step.state);
    },
    (begun) => {
      if (wanted.has(0) || cuts.some(({ kind }) => kind === 'start')) keep(begun);
    },
  );
  if (!found.has(place) && cuts.some(({ kind }) => kind === 'end')) keep(state);
  return cuts.map((cut) => {
    const at =
      cut.kind === 'start'
        ? 0
        : cut.kind === 'end'
          ? place
          : cut.kind === 'after'
            ? after.get(cut.id)
            : placeOf(cut, sequence);
    return at === null || at === undefined ? null : (found.get(at) ?? null);
  });
}

/** Whether the history holds the creation of its group. */
export function willBegin(evidence: readonly Evidence[]): boolean {
  return evidence.some((each) => each.kind === 'change' && each.change.kind === 'group-created');
}

/** Whether evidence tells all tags of its group. */
export function tellsTags(each: Evidence): boolean {
  return each.kind === 'observed' || (each.change.kind === 'group-created' && each.change.record.result === 'applied');
}

/** A step of a history by what it is found by. */
export interface PlacedStep {
  readonly id: string;
  readonly at: Instant;
}

/** A step by what it is found by. */
export function placed({ evidence }: Step): PlacedStep {
  return { id: evidence.kind === 'change' ? evidence.id : '', at: evidence.at };
}

/** How many pieces of evidence lie before a cut. */
export function placeOf(cut: Cut, sequence: readonly PlacedStep[]): number | null {
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

/** The moment of a state, which may be altered afterwards. */
export function momentOf(
  state: Omit<FoldedGroup, 'writes'>,
  told: {
    readonly lists: ListBook;
    /** What the lists that were edited up to here hold. */
    readonly now: ReadonlyMap<string, ListState>;
    readonly willBegin: boolean;
  } & Pick<Moment, 'place' | 'at' | 'tagsKnown'>,
): Moment {
  const { name, vpc, tags } = state;
  const { lists, now, place, at, tagsKnown } = told;
  const sorted = [...state.rules.values()].map((rule) => ({ rule, by: order(rule) }));
  const held = { rules: new Map(state.rules), untold: state.untold, anchored: state.anchored };
  const then = new Map(now);
  let bounds: HeldBounds | null = null;
  return {
    ...{ place, at, tagsKnown, name, vpc, tags, lists: then },
    // Measured: many ask only which rules stood.
    get bounds() {
      bounds ??= boundsOf(held, lists, then);
      return bounds;
    },
    exists: state.exists === 'unknown' && told.willBegin ? 'not yet' : state.exists,
    known: isComplete(state) ? 'known' : state.anchored || state.rules.size > 0 ? 'partly' : 'unknown',
    rules: sorted.sort((a, b) => (a.by < b.by ? -1 : 1)).map(({ rule }) => rule),
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
