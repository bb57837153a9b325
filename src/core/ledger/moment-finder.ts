import type { Evidence } from './evidence.ts';
import type { ListBook, ListState } from './lists.ts';
import { play } from './play.ts';
import type { GroupState, StandingRule } from './standing.ts';
import {
  type Cut,
  type Moment,
  momentOf,
  momentsOf,
  type PlacedStep,
  placed,
  placeOf,
  tellsTags,
  willBegin,
} from './timeline.ts';
import { listEditsFor } from './trace.ts';

/** Most rules that are remembered for all places of one history together; beyond, it is played for each moment. */
const most = 2_000_000;

/** What a place in a history is made a moment of. */
interface Standing {
  readonly state: Omit<GroupState, 'rules'>;
  readonly rules: readonly StandingRule[];
  readonly lists: ReadonlyMap<string, ListState>;
  readonly tagsKnown: boolean;
}

/**
 * Finds the moments of one history, as `momentsOf` does, where they are asked for one after the other: the history is
 * played once, when the first is.
 */
export function momentFinder(evidence: readonly Evidence[], lists: ListBook): (cut: Cut) => Moment | null {
  let find: ((cut: Cut) => Moment | null) | null = null;
  return (cut) => {
    find ??= played(evidence, lists) ?? ((each) => momentsOf(evidence, lists, [each])[0] ?? null);
    return find(cut);
  };
}

function played(evidence: readonly Evidence[], lists: ListBook): ((cut: Cut) => Moment | null) | null {
  const edits = new Map(listEditsFor(evidence, lists).map((edit) => [edit.id, edit]));
  const woven: readonly Evidence[] = [
    ...evidence,
    ...[...edits.values()].map(({ id, change }): Evidence => ({ kind: 'change', id, at: change.record.at, change })),
  ];
  const [standings, sequence]: [Standing[], PlacedStep[]] = [[], []];
  let [now, tagsKnown, kept]: [ReadonlyMap<string, ListState>, boolean, number] = [new Map(), false, 0];
  const keep = (state: GroupState): void => {
    kept += state.rules.size;
    if (kept <= most) standings.push({ state: { ...state }, rules: [...state.rules.values()], lists: now, tagsKnown });
  };
  play(
    woven,
    (step) => {
      const { evidence: each } = step;
      tagsKnown ||= tellsTags(each);
      const edit = each.kind === 'change' ? edits.get(each.id) : undefined;
      if (edit !== undefined) now = new Map(now).set(edit.change.on.id!, edit.after);
      sequence.push(placed(step));
      keep(step.state);
    },
    keep,
  );
  if (kept > most) return null;
  const isBegun = willBegin(evidence);
  const found = new Map<number, Moment>();
  return (cut) => {
    const place = placeOf(cut, sequence);
    const known = place === null ? null : found.get(place);
    if (place === null || known !== undefined) return known ?? null;
    const { state, rules, lists: then, tagsKnown } = standings[place]!;
    const byKey = new Map(rules.map((rule) => [rule.key, rule]));
    const at = sequence[place - 1]?.at ?? null;
    const moment = momentOf({ ...state, rules: byKey }, { lists, now: then, tagsKnown, place, at, willBegin: isBegun });
    found.set(place, moment);
    return moment;
  };
}
