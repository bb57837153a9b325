import type { Change } from '../change/change.ts';
import type { Direction, SeenRule } from '../group/rule.ts';
import type { Instant } from '../leaf/instant.ts';
import type { Delta, Hints } from './delta.ts';
import type { Evidence } from './evidence.ts';
import { fold } from './fold.ts';
import { contentOf, type GroupState, isLost, put, type RuleWrite, tupleKey } from './standing.ts';
import { retagsOf } from './tags-shown.ts';

type Assumed = SeenRule & { readonly sure: boolean };

/** What arranged evidence presupposes: how its group stood before the first of it, and what the fold goes by. */
export interface Presupposed {
  readonly hints: Omit<Hints, 'assume' | 'unclear'>;
  /** The first applied change of the group's rules or life is its creation. */
  readonly born: boolean;
  /** All its rules at the start are known. */
  readonly anchored: boolean;
  /** Rules that stood at the start, surely or not. */
  readonly assumed: readonly Assumed[];
}

/**
 * Folds arranged evidence for what it presupposes: who revokes, rewrites or shows a rule which nothing opened proves that
 * it stood from the start. `keep` is given the state after each step.
 */
export function presupposedBy(
  sorted: readonly Evidence[],
  written: RuleWrite[] | null = null,
  keep: (evidence: Evidence, delta: Delta, state: GroupState) => void = () => {},
): Presupposed {
  const born = isBornIn(sorted);
  const [directions, lastStandIn] = [directionsOf(sorted), lastStandInOf(sorted)];
  const hints = { directions, lastStandIn, retags: retagsOf(sorted), settled: new Map<string, boolean>() };
  const assumed = new Map<string, Assumed>();
  const state = fresh(born, [], written);
  let [lost, anchored] = [false, born];
  const assume = (rule: SeenRule, sure: boolean): void => {
    const key = rule.id ?? tupleKey(rule);
    if (key !== null && !assumed.has(key)) assumed.set(key, { ...contentOf(rule), sure: sure && !lost });
  };
  fold(sorted, state, { ...hints, assume }, (each, delta) => {
    anchored ||= !lost && each.kind === 'observed' && each.group !== null && state.anchored;
    lost ||= each.kind === 'change' && loses(each.change);
    keep(each, delta, state);
    return false;
  });
  return { hints, born, anchored, assumed: born ? [] : [...assumed.values()] };
}

/** The state of a group before the first piece of evidence. */
export function startOf({ anchored, assumed }: Presupposed, written: RuleWrite[] | null): GroupState {
  return fresh(anchored, assumed, written);
}

/** Whether the first applied change of the group's rules or life is its creation. */
function isBornIn(sorted: readonly Evidence[]): boolean {
  for (const each of sorted) {
    if (each.kind !== 'change' || each.change.record.result !== 'applied') continue;
    const { kind } = each.change;
    if (kind.startsWith('group-') || kind.startsWith('rules-')) return kind === 'group-created';
  }
  return false;
}

function fresh(anchored: boolean, rules: readonly Assumed[], written: RuleWrite[] | null): GroupState {
  const state: GroupState = {
    rules: new Map(),
    tuples: new Map(),
    untold: 0,
    gone: new Map(),
    lastGone: Number.NEGATIVE_INFINITY,
    written,
    writes: 0,
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
  const isEdit = change.kind.startsWith('rules-') && change.record.result === 'applied';
  return isEdit && 'rules' in change && change.rules.some((rule) => isLost(rule, change));
}

function lastStandInOf(sorted: readonly Evidence[]): Instant {
  const last = sorted.findLast((each) => each.kind === 'change' && each.change.origin === 'observed');
  return last?.at ?? Number.NEGATIVE_INFINITY;
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
