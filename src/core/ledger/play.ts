import type { Change, RulesChange } from '../change/change.ts';
import type { Direction, SeenRule } from '../group/rule.ts';
import { apply } from './apply.ts';
import type { Delta, Hints } from './delta.ts';
import { arrange, type Evidence } from './evidence.ts';
import { orderOf } from './order.ts';
import { type GroupState, isLost, put, tupleKey } from './standing.ts';

/** One piece of evidence in its place, what it did, and the state after it (live: read it now, do not keep it). */
export interface Step {
  readonly evidence: Evidence;
  readonly delta: Delta;
  readonly state: GroupState;
}

/**
 * Folds the evidence about one group in the order in which EC2 can have done it, and shows every step. Evidence that
 * presupposes a rule which nothing opened (a revoke, a Modify, a snapshot) proves that it stood from the start, so the
 * fold runs once to collect these rules and once with them in place.
 */
export function play(
  evidence: Iterable<Evidence>,
  visit: (step: Step) => void,
  start: (state: GroupState) => void = () => {},
): GroupState {
  const sorted = arrange(evidence);
  const directions = directionsOf(sorted);
  const born = isBornIn(sorted);
  const settled = new Map<string, boolean>();
  const assumed = new Map<string, SeenRule & { readonly sure: boolean }>();
  let [lost, anchored] = [false, born];
  const assume = (rule: SeenRule, sure: boolean): void => {
    const key = rule.id ?? tupleKey(rule);
    if (key !== null && !assumed.has(key)) assumed.set(key, { ...rule, sure: sure && !lost });
  };
  fold(sorted, fresh(born, []), { directions, settled, assume }, ({ evidence: each, state }) => {
    anchored ||= !lost && each.kind === 'observed' && each.group !== null && state.anchored;
    lost ||= each.kind === 'change' && loses(each.change);
  });
  const state = fresh(anchored, born ? [] : [...assumed.values()]);
  start(state);
  return fold(sorted, state, { directions, settled, assume: () => {} }, visit);
}

function fold(
  sorted: readonly Evidence[],
  state: GroupState,
  hints: Omit<Hints, 'unclear'>,
  visit: (step: Step) => void,
): GroupState {
  const take = (each: Evidence, unclear: ReadonlySet<string>): void => {
    const delta = apply(state, each, { ...hints, unclear });
    visit({ evidence: each, delta, state });
  };
  for (let at = 0; at < sorted.length; ) {
    const end = endOfSecond(sorted, at);
    const second = sorted.slice(at, end);
    const edits = second.length > 1 ? second.filter(isEdit) : [];
    if (edits.length < 2) for (const each of second) take(each, nothing);
    else {
      const place = second.indexOf(edits[0]!);
      for (const each of second.slice(0, place)) if (!isEdit(each)) take(each, nothing);
      const { places, unclear } = orderOf(
        state,
        edits.map((each) => each.change),
        hints.directions,
      );
      for (const next of places) take(edits[next]!, unclear);
      for (const each of second.slice(place)) if (!isEdit(each)) take(each, nothing);
    }
    at = end;
  }
  return state;
}

const nothing: ReadonlySet<string> = new Set();

function endOfSecond(sorted: readonly Evidence[], from: number): number {
  let end = from;
  while (end < sorted.length && sorted[end]!.at === sorted[from]!.at) end++;
  return end;
}

function isEdit(each: Evidence): each is Evidence & { readonly change: RulesChange } {
  return each.kind === 'change' && each.change.record.result === 'applied' && /^rules-/.test(each.change.kind);
}

/** Whether the first applied change of the group's rules or life is its creation. */
function isBornIn(sorted: readonly Evidence[]): boolean {
  const first = sorted.find(
    (each) =>
      each.kind === 'change' && each.change.record.result === 'applied' && /^(group|rules)-/.test(each.change.kind),
  );
  return first?.kind === 'change' && first.change.kind === 'group-created';
}

function fresh(anchored: boolean, rules: readonly (SeenRule & { readonly sure: boolean })[]): GroupState {
  const state: GroupState = {
    rules: new Map(),
    tuples: new Map(),
    untold: 0,
    gone: new Map(),
    exists: 'unknown',
    ended: null,
    anchored,
    muted: false,
    name: null,
    vpc: null,
    tags: {},
  };
  for (const rule of rules) put(state, { ...rule, key: rule.id ?? tupleKey(rule)!, born: null, since: null });
  return state;
}

/** Whether a change did what its record does not tell: rules may have come and gone with it. */
function loses(change: Change): boolean {
  const isEdit = /^rules-/.test(change.kind) && change.record.result === 'applied';
  return isEdit && 'rules' in change && change.rules.some((rule) => isLost(rule, change));
}

function directionsOf(sorted: readonly Evidence[]): ReadonlyMap<string, Direction> {
  const found = new Map<string, Direction>();
  for (const each of sorted) {
    const rules =
      each.kind === 'observed' ? (each.group?.rules ?? []) : 'rules' in each.change ? each.change.rules : [];
    for (const rule of rules) if (rule.id !== null && rule.direction !== null) found.set(rule.id, rule.direction);
  }
  return found;
}
