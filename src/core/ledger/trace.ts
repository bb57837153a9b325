import type { Change } from '../change/change.ts';
import { isEmpty, meets } from '../reach/algebra.ts';
import { type Bounds, type Effect, noEffect, unknown } from '../reach/bounds.ts';
import { isLatent } from '../reach/carriers.ts';
import { everything, nothing, type Reach } from '../reach/reach.ts';
import type { Delta } from './delta.ts';
import { effectBetween } from './effect-between.ts';
import type { Evidence } from './evidence.ts';
import type { ListBook, ListEdit, ListState } from './lists.ts';
import type { Moments } from './moment-finder.ts';
import { play, type Step } from './play.ts';
import { boundsAfter, boundsOf, reachEitherWay, reachOfRules } from './rule-reach.ts';
import { contentsOf, type FoldedGroup, isComplete, type StandingRule } from './standing.ts';
import { opensUntold } from './told.ts';
import { weave } from './weave.ts';

/** A piece of evidence about a group in its place, with the group's reach before and after it and what it did to it. */
export interface Trace {
  readonly id: string;
  readonly change: Change | null;
  readonly at: number;
  readonly delta: Delta;
  /** `held`: what the known rules permit, sure or not. */
  readonly before: Bounds & { readonly held: Reach };
  readonly after: Bounds & { readonly held: Reach };
  /** What came and what went, whether or not other rules permit the same. */
  readonly opened: Reach;
  readonly closed: Reach;
  readonly effect: Effect;
  /** Rules added whose effect was already open. */
  readonly latent: readonly StandingRule[];
  readonly name: string | null;
  readonly vpc: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** The tags just before: what a tag change took away still counts for it. */
  readonly tagsBefore: Readonly<Record<string, string>>;
  /** How much of the rules was known just before. */
  readonly known: 'known' | 'partly' | 'unknown';
}

/**
 * Walks the history of one group and tells for every piece of evidence what became reachable or unreachable. Edits of
 * prefix lists that the group's rules name are woven in: they change its reach with no record of its own. `moments`
 * keeps what the group is made up from at any place, for who asks later.
 */
export function trace(
  evidence: readonly Evidence[],
  lists: ListBook,
  emit: (trace: Trace) => void,
  moments: Moments | null = null,
): FoldedGroup {
  const { edits, woven } = weave(evidence, lists);
  const now = new Map<string, ListState>();
  let before = { ...unknown, held: nothing };
  let [tags, known]: [Trace['tags'], Trace['known']] = [{}, 'unknown'];
  let writes = 0;
  const visit = (step: Step): void => {
    const { evidence: each, delta, state } = step;
    moments?.pass(step);
    const change = each.kind === 'change' ? each.change : null;
    const edit = each.kind === 'change' ? edits.get(each.id) : undefined;
    if (edit !== undefined) now.set(edit.change.on.id!, edit.after);
    const isRefusal = change !== null && change.record.result !== 'applied';
    const isSame = state.writes === writes && isComplete(state) === (before.possible !== everything);
    const isPlain = edit === undefined && (isSame || (each.kind === 'change' && !isRefusal));
    const after = isPlain ? boundsAfter(before, delta, state, lists, now) : boundsOf(state, lists, now);
    writes = state.writes;
    const moved = edit === undefined ? movedByRules(delta, change, lists, now) : movedByList(state, edit, lists, now);
    const nothingMoved = isEmpty(moved.opened) && isEmpty(moved.closed) && !moved.closedUnknown;
    emit({
      ...{ id: each.kind === 'change' ? each.id : `observed ${each.at}`, at: each.at, change, delta },
      ...{ before, after, opened: moved.opened, closed: moved.closed },
      effect: nothingMoved ? noEffect : effectBetween({ ...moved, before, after }),
      latent: meets(moved.opened, before.certain)
        ? delta.added.filter((rule) => isLatent(reachOfRules([rule], lists, now), before.certain))
        : [],
      ...{ name: state.name, vpc: state.vpc, tags: state.tags, tagsBefore: tags, known },
    });
    before = after;
    tags = state.tags;
    known = knowledgeOf(state);
  };
  const begin = (state: FoldedGroup): void => {
    moments?.begin(state);
    before = boundsOf(state, lists, now);
    known = knowledgeOf(state);
    writes = state.writes;
  };
  return play(woven, visit, begin, moments?.written ?? null);
}

function knowledgeOf(state: FoldedGroup): Trace['known'] {
  if (isComplete(state)) return 'known';
  return state.anchored || state.rules.size > 0 ? 'partly' : 'unknown';
}

/** What rules that came and went moved; a record whose content is lost may have opened anything. */
function movedByRules(
  { added, removed, unknown: untold }: Delta,
  change: Change | null,
  lists: ListBook,
  now: ReadonlyMap<string, ListState>,
) {
  const openedUnknown = change !== null && opensUntold(change);
  return {
    opened: openedUnknown ? everything : reachEitherWay(added, lists, now),
    closed: reachEitherWay(removed, lists, now),
    openedUnknown,
    closedUnknown: untold && change?.kind !== 'rules-added',
  };
}

function movedByList(state: FoldedGroup, edit: ListEdit, lists: ListBook, now: ReadonlyMap<string, ListState>) {
  const id = edit.change.on.id!;
  const naming = [...state.rules.values()].filter((rule) =>
    contentsOf(rule).some(({ peer }) => peer?.kind === 'list' && peer.value === id),
  );
  const then = new Map(now).set(id, edit.before);
  return {
    opened: reachEitherWay(naming, lists, now),
    closed: reachEitherWay(naming, lists, then),
    openedUnknown: false,
    closedUnknown: false,
  };
}
