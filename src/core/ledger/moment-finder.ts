import type { Evidence } from './evidence.ts';
import type { ListBook, ListState } from './lists.ts';
import { play, type Step } from './play.ts';
import type { FoldedGroup, GroupFrame, RuleWrite, StandingRule } from './standing.ts';
import { frameOf } from './tape.ts';
import { type Cut, type Moment, momentOf, type PlacedStep, placed, placeOf, tellsTags, willBegin } from './timeline.ts';
import { weave } from './weave.ts';

/** What a place in a history is made a moment of, beside its rules. */
interface Standing {
  readonly frame: GroupFrame;
  /** How many writes to the rules there were up to here. */
  readonly end: number;
  readonly lists: ReadonlyMap<string, ListState>;
  readonly tagsKnown: boolean;
}

/** Keeps a history while it is played, and makes moments of it when they are asked for. */
export interface Moments {
  /** Where the writes to the rules are kept: for `play`. */
  readonly written: RuleWrite[];
  readonly begin: (state: FoldedGroup) => void;
  readonly pass: (step: Step) => void;
  /** The same as `momentsOf` for one place; to be asked once all was played. */
  readonly find: (cut: Cut) => Moment | null;
}

/** Begins to keep a history that is about to be played, woven with the edits of lists. */
export function keepMoments(evidence: readonly Evidence[], lists: ListBook): Moments {
  const { edits } = weave(evidence, lists);
  const [standings, sequence, written]: [Standing[], PlacedStep[], RuleWrite[]] = [[], [], []];
  let [now, tagsKnown]: [ReadonlyMap<string, ListState>, boolean] = [new Map(), false];
  const begin = (state: FoldedGroup): void =>
    void standings.push({ frame: frameOf(state), end: written.length, lists: now, tagsKnown });
  const found = new Map<number, Moment>();
  const rulesAt = rulesAfter(written);
  return {
    ...{ written, begin },
    pass: (step) => {
      const { evidence: each } = step;
      tagsKnown ||= tellsTags(each);
      const edit = each.kind === 'change' ? edits.get(each.id) : undefined;
      if (edit !== undefined) now = new Map(now).set(edit.change.on.id!, edit.after);
      sequence.push(placed(step));
      begin(step.state);
    },
    find: (cut) => {
      const place = placeOf(cut, sequence);
      const known = place === null ? null : found.get(place);
      if (place === null || known !== undefined) return known ?? null;
      const { frame, end, lists: then, tagsKnown } = standings[place]!;
      const at = sequence[place - 1]?.at ?? null;
      const told = { lists, now: then, tagsKnown, place, at, willBegin: willBegin(evidence) };
      const moment = momentOf({ ...frame, rules: rulesAt(end) }, told);
      found.set(place, moment);
      return moment;
    },
  };
}

/**
 * Finds the moments of one history, as `momentsOf` does, where they are asked for one after the other: the history is
 * played once, when the first is.
 */
export function momentFinder(evidence: readonly Evidence[], lists: ListBook): (cut: Cut) => Moment | null {
  let moments: Moments | null = null;
  return (cut) => {
    if (moments === null) {
      moments = keepMoments(evidence, lists);
      play(weave(evidence, lists).woven, moments.pass, moments.begin, moments.written);
    }
    return moments.find(cut);
  };
}

/** The rules after so many writes; live: what is asked next alters them. Asked in order, each write is done once. */
function rulesAfter(written: readonly RuleWrite[]): (end: number) => ReadonlyMap<string, StandingRule> {
  const rules = new Map<string, StandingRule>();
  let at = 0;
  return (end) => {
    if (end < at) {
      rules.clear();
      at = 0;
    }
    for (; at < end; at++) {
      const each = written[at]!;
      if (typeof each === 'string') rules.delete(each);
      else rules.set(each.key, each);
    }
    return rules;
  };
}
