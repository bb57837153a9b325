import type { Direction, SeenRule } from '../group/rule.ts';
import type { Instant } from '../leaf/instant.ts';
import type { Delta, Hints } from './delta.ts';
import type { Evidence } from './evidence.ts';
import { fold } from './fold.ts';
import { readLag } from './look-time.ts';
import { contentOf, type GroupState, isLost, put, type RuleWrite, tupleKey } from './standing.ts';
import { retagsOf } from './tags-shown.ts';
import { isRulesChange } from './told.ts';

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
  const hints = {
    ...{ directions: directionsOf(sorted), retags: retagsOf(sorted), settled: new Map<string, boolean>() },
    ...{ lastStandIn: lastStandInOf(sorted), stood: sorted.some(isLosing) ? stoodIn(sorted) : noTimes },
  };
  const assumed = new Map<string, Assumed>();
  const state = fresh(born, [], written);
  let [lost, anchored] = [false, born];
  const assume = (rule: SeenRule, sure: boolean): void => {
    const key = rule.id ?? tupleKey(rule);
    if (key !== null && !assumed.has(key)) assumed.set(key, { ...contentOf(rule), sure: sure && !lost });
  };
  fold(sorted, state, { ...hints, assume }, (each, delta) => {
    anchored ||= !lost && each.kind === 'observed' && each.group !== null && state.anchored;
    lost ||= isLosing(each);
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

/** Whether it is a change that did what its record does not tell: rules may have come and gone with it. */
function isLosing(each: Evidence): boolean {
  if (each.kind !== 'change' || each.change.record.result !== 'applied') return false;
  const { change } = each;
  return isRulesChange(change) && change.rules.some((rule) => isLost(rule, change));
}

const noTimes: ReadonlyMap<string, Instant> = new Map();

/**
 * A rule that a record takes or rewrites by its id stood until then; one that a look shows, as far back as no replica lags.
 * What stands in for a record tells no more than its look.
 */
function stoodIn(sorted: readonly Evidence[]): ReadonlyMap<string, Instant> {
  const found = new Map<string, Instant>();
  for (const each of sorted) {
    const at = each.kind === 'observed' ? (each.read ?? each.at) - readLag : each.at;
    for (const { id } of standingIn(each)) if (id !== null) found.set(id, Math.max(at, found.get(id) ?? at));
  }
  return found;
}

function standingIn(each: Evidence): readonly SeenRule[] {
  if (each.kind === 'observed') return each.group?.rules ?? [];
  const { kind, origin, record } = each.change;
  const isEdit = kind === 'rules-removed' || kind === 'rules-modified';
  return isEdit && origin !== 'observed' && record.result === 'applied' ? each.change.rules : [];
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
