import type { Change } from '../change/change.ts';
import type { Direction, SeenRule } from '../group/rule.ts';
import type { Instant } from '../leaf/instant.ts';
import type { Delta, Hints } from './delta.ts';
import { arrange, type Evidence } from './evidence.ts';
import { fold } from './fold.ts';
import { readLag } from './observe.ts';
import {
  contentOf,
  type FoldedGroup,
  type GroupState,
  isLost,
  put,
  type RuleWrite,
  type StandingRule,
  tupleKey,
  write,
} from './standing.ts';
import { isAsTaped, replay, type Tape, tapeStep } from './tape.ts';

/** One piece of evidence in its place, what it did, and the group after it (live: read it now, do not keep it). */
export interface Step {
  readonly evidence: Evidence;
  readonly delta: Delta;
  readonly state: FoldedGroup;
}

type Assumed = SeenRule & { readonly sure: boolean };

/**
 * Folds the evidence about one group in the order in which EC2 can have done it, and shows every step. Evidence that
 * presupposes a rule which nothing opened (a revoke, a Modify, a snapshot) proves that it stood from the start, so the
 * fold runs once to collect these rules and once with them in place, up to where both come to the same. `written`: where
 * each write to the rules is kept, those of the start first.
 */
export function play(
  evidence: Iterable<Evidence>,
  visit: (step: Step) => void,
  start: (state: FoldedGroup) => void = () => {},
  written: RuleWrite[] | null = null,
): FoldedGroup {
  const sorted = arrange(evidence);
  const born = isBornIn(sorted);
  const settled = new Map<string, boolean>();
  const hints = { directions: directionsOf(sorted), settled };
  const { tape, anchored, assumed } = draft(sorted, born, hints);
  const state = fresh(anchored, born ? [] : assumed, written);
  start(state);
  const show = (each: Evidence, delta: Delta): void => visit({ evidence: each, delta, state });
  // What later evidence settled is asked at a creation.
  const birth = settled.size === 0 ? -1 : sorted.findLastIndex(isBirth);
  const isSame = sameAs(tape, sorted, birth);
  let place = birth < 0 && anchored === born && state.rules.size === 0 ? 0 : -1;
  if (place < 0) {
    let next = 0;
    fold(sorted, state, { ...hints, assume: () => {} }, (each, delta) => {
      show(each, delta);
      next++;
      if (isSame(next - 1, state)) place = next;
      return place >= 0;
    });
  }
  if (place >= 0) replay(tape, place, state, show);
  return state;
}

/** Folds evidence for what it presupposes, and keeps that on tape. */
function draft(sorted: readonly Evidence[], born: boolean, hints: Pick<Hints, 'directions' | 'settled'>) {
  const assumed = new Map<string, Assumed>();
  const tape: Tape = { steps: [], written: [] };
  const state = fresh(born, [], tape.written);
  let [lost, anchored] = [false, born];
  const assume = (rule: SeenRule, sure: boolean): void => {
    const key = rule.id ?? tupleKey(rule);
    if (key !== null && !assumed.has(key)) assumed.set(key, { ...contentOf(rule), sure: sure && !lost });
  };
  fold(sorted, state, { ...hints, assume }, (each, delta) => {
    anchored ||= !lost && each.kind === 'observed' && each.group !== null && state.anchored;
    lost ||= each.kind === 'change' && loses(each.change);
    tapeStep(tape, each, delta, state);
    return false;
  });
  return { tape, anchored, assumed: [...assumed.values()] };
}

/** Tells whether a state is as the tape has it after a step: asked step by step, and answered at looks after the birth. */
function sameAs(tape: Tape, sorted: readonly Evidence[], birth: number): (place: number, state: GroupState) => boolean {
  const stale: Instant[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (let place = sorted.length - 1; place > birth; place--) {
    stale[place] = least;
    const each = sorted[place]!;
    if (each.kind === 'observed') least = Math.min(least, (each.read ?? each.at) - readLag);
  }
  const copy = { rules: new Map<string, StandingRule>(), written: null, writes: 0 };
  return (place, state) => {
    if (place <= birth || sorted[place]!.kind !== 'observed') return false;
    const step = tape.steps[place]!;
    while (copy.writes < step.end) write(copy, tape.written[copy.writes]!);
    return isAsTaped(step, copy.rules, state, stale[place]!);
  };
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

function isBirth(each: Evidence): boolean {
  return each.kind === 'change' && each.change.kind === 'group-created';
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

function directionsOf(sorted: readonly Evidence[]): ReadonlyMap<string, Direction> {
  const found = new Map<string, Direction>();
  for (const each of sorted) {
    const rules =
      each.kind === 'observed' ? (each.group?.rules ?? []) : 'rules' in each.change ? each.change.rules : [];
    for (const rule of rules) if (rule.id !== null && rule.direction !== null) found.set(rule.id, rule.direction);
  }
  return found;
}
