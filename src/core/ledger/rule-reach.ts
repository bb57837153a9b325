import type { Direction, Tuple } from '../group/rule.ts';
import { servicesOf } from '../net/services.ts';
import { minus, union } from '../reach/algebra.ts';
import type { Bounds } from '../reach/bounds.ts';
import { everybody } from '../reach/peer-set.ts';
import { everything, nothing, type Reach, reachOf } from '../reach/reach.ts';
import { normalForm, type Slab } from '../reach/slabs.ts';
import type { Delta } from './delta.ts';
import type { ListBook, ListState } from './lists.ts';
import { contentsOf, type FoldedGroup, isComplete, isTuple, type StandingRule } from './standing.ts';

/**
 * The reach of a group as folded so far. `held` is what its known rules permit, sure or not: what is possible, but for
 * rules that nobody told.
 */
export function boundsOf(
  state: Pick<FoldedGroup, 'anchored' | 'untold' | 'rules'>,
  lists: ListBook,
  now: ReadonlyMap<string, ListState>,
): Bounds & { readonly held: Reach } {
  const rules = [...state.rules.values()];
  const sure = rules.filter((rule) => rule.sure);
  const certain = reachOfRules(sure, lists, now);
  const plain = sure.length === rules.length && rules.every(isTuple);
  const held = plain ? certain : reachEitherWay(rules, lists, now);
  return { certain, possible: isComplete(state) ? held : everything, held };
}

/**
 * The same after one more step, refolded only where it must be: adding sure rules only widens, and taking rules away
 * leaves other services as they were.
 */
export function boundsAfter(
  before: Bounds & { readonly held: Reach },
  delta: Delta,
  state: FoldedGroup,
  lists: ListBook,
  now: ReadonlyMap<string, ListState>,
): ReturnType<typeof boundsOf> {
  const { added, removed, unknown } = delta;
  const complete = isComplete(state);
  if (unknown || complete === (before.possible === everything)) return boundsOf(state, lists, now);
  if (removed.length > 0) {
    const rules = [...state.rules.values()];
    const isPlain =
      added.length === 0 && before.certain === before.held && complete && [...rules, ...removed].every(isPlainRule);
    if (!isPlain) return boundsOf(state, lists, now);
    const held = without(before.held, removed, rules, lists, now);
    return { certain: held, possible: held, held };
  }
  if (!added.every((rule) => rule.sure && isTuple(rule))) return boundsOf(state, lists, now);
  if (added.length === 0) return before;
  const gained = reachOfRules(added, lists, now);
  const held = union(before.held, gained);
  return {
    certain: before.certain === before.held ? held : union(before.certain, gained),
    possible: complete ? held : everything,
    held,
  };
}

function isPlainRule(rule: StandingRule): boolean {
  return rule.sure && rule.or === undefined && isTuple(rule);
}

/** What is held once rules have gone, refolded on the services that they were for. */
function without(
  held: Reach,
  removed: readonly StandingRule[],
  left: readonly StandingRule[],
  lists: ListBook,
  now: ReadonlyMap<string, ListState>,
): Reach {
  const touched = { ingress: wholeSlabs(removed, 'ingress'), egress: wholeSlabs(removed, 'egress') };
  const beside = left.filter((rule) => {
    const [{ from, to }] = servicesOf(rule.protocol!, rule.ports);
    return touched[rule.direction!].some((slab) => slab.from <= to && from <= slab.to);
  });
  return union(minus(held, touched), reachOfRules(beside, lists, now));
}

/** All that any peer could do on the services of these rules in a direction. */
function wholeSlabs(rules: readonly StandingRule[], direction: Direction): readonly Slab[] {
  const own = rules.filter((rule) => rule.direction === direction);
  return normalForm(own.map((rule) => ({ ...servicesOf(rule.protocol!, rule.ports)[0], peers: everybody })));
}

/** The reach of rules whose content is known; a list stands for its entries, or for an atom of its version. */
export function reachOfRules(
  rules: readonly StandingRule[],
  lists: ListBook,
  now: ReadonlyMap<string, ListState>,
): Reach {
  const tuples: Tuple[] = [];
  for (const rule of rules) {
    for (const each of contentsOf(rule)) if (isTuple(each)) tuples.push(versioned(each, lists, now));
  }
  return tuples.length === 0 ? nothing : reachOf(tuples, { lists: (id) => stateOf(id, lists, now)?.entries ?? null });
}

/** The same where a rule whose direction nobody tells (a Modify) may open either way. */
export function reachEitherWay(
  rules: readonly StandingRule[],
  lists: ListBook,
  now: ReadonlyMap<string, ListState>,
): Reach {
  if (rules.every((rule) => rule.direction !== null && rule.or === undefined)) return reachOfRules(rules, lists, now);
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
