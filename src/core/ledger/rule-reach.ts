import type { Tuple } from '../group/rule.ts';
import { union } from '../reach/algebra.ts';
import type { Bounds } from '../reach/bounds.ts';
import { everything, nothing, type Reach, reachOf } from '../reach/reach.ts';
import type { Delta } from './delta.ts';
import type { ListBook, ListState } from './lists.ts';
import { contentsOf, type GroupState, isComplete, type StandingRule, tupleOf } from './standing.ts';

/**
 * The reach of a group as folded so far. `held` is what its known rules permit, sure or not: what is possible, but for
 * rules that nobody told.
 */
export function boundsOf(
  state: GroupState,
  lists: ListBook,
  now: ReadonlyMap<string, ListState>,
): Bounds & { readonly held: Reach } {
  const rules = [...state.rules.values()];
  const sure = rules.filter((rule) => rule.sure);
  const certain = reachOfRules(sure, lists, now);
  const plain = sure.length === rules.length && rules.every((rule) => tupleOf(rule) !== null);
  const held = plain ? certain : reachEitherWay(rules, lists, now);
  return { certain, possible: isComplete(state) ? held : everything, held };
}

/** The same after one more step, refolded only where it must be: adding sure rules only widens. */
export function boundsAfter(
  before: Bounds & { readonly held: Reach },
  delta: Delta,
  state: GroupState,
  lists: ListBook,
  now: ReadonlyMap<string, ListState>,
): ReturnType<typeof boundsOf> {
  const { added, removed, unknown } = delta;
  const complete = isComplete(state);
  const isPlain = removed.length === 0 && !unknown && added.every((rule) => rule.sure && tupleOf(rule) !== null);
  if (!isPlain || complete === (before.possible === everything)) return boundsOf(state, lists, now);
  if (added.length === 0) return before;
  const gained = reachOfRules(added, lists, now);
  const held = union(before.held, gained);
  return {
    certain: before.certain === before.held ? held : union(before.certain, gained),
    possible: complete ? held : everything,
    held,
  };
}

/** The reach of rules whose content is known; a list stands for its entries, or for an atom of its version. */
export function reachOfRules(
  rules: readonly StandingRule[],
  lists: ListBook,
  now: ReadonlyMap<string, ListState>,
): Reach {
  const tuples = rules
    .flatMap((rule) => contentsOf(rule))
    .map(tupleOf)
    .filter((tuple) => tuple !== null);
  return tuples.length === 0
    ? nothing
    : reachOf(
        tuples.map((tuple) => versioned(tuple, lists, now)),
        { lists: (id) => stateOf(id, lists, now)?.entries ?? null },
      );
}

/** The same where a rule whose direction nobody tells (a Modify) may open either way. */
export function reachEitherWay(
  rules: readonly StandingRule[],
  lists: ListBook,
  now: ReadonlyMap<string, ListState>,
): Reach {
  const ways = ['ingress', 'egress'] as const;
  const both = rules
    .flatMap(({ or = [], ...rule }) => [rule, ...or.map((other) => ({ ...rule, ...other }))])
    .flatMap((rule) => (rule.direction === null ? ways.map((direction) => ({ ...rule, direction })) : [rule]));
  return reachOfRules(both, lists, now);
}

function versioned(tuple: Tuple, lists: ListBook, now: ReadonlyMap<string, ListState>): Tuple {
  if (tuple.peer.kind !== 'list') return tuple;
  const state = stateOf(tuple.peer.value, lists, now);
  if (state === null || state.entries !== null || state.version === 0) return tuple;
  return { ...tuple, peer: { kind: 'list', value: `${tuple.peer.value}@${state.version}` } };
}

function stateOf(id: string, lists: ListBook, now: ReadonlyMap<string, ListState>): ListState | null {
  return now.get(id) ?? lists.get(id)?.still ?? null;
}
