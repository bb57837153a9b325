import type { SeenRule } from '../group/rule.ts';
import type { Instant } from '../leaf/instant.ts';
import type { Delta } from './delta.ts';
import type { Evidence } from './evidence.ts';
import { type GroupFrame, type GroupState, type RuleWrite, type StandingRule, write } from './standing.ts';

/** A step of a fold, kept with all that it takes to go through it again without folding. */
export interface TapedStep {
  readonly evidence: Evidence;
  readonly delta: Delta;
  readonly frame: GroupFrame;
  /** How many writes to the rules there were up to here. */
  readonly end: number;
  /** How many tuples were held, and when the last rule went. */
  readonly tuples: number;
  readonly lastGone: Instant;
}

/** A fold from its first step on, kept. */
export interface Tape {
  readonly steps: TapedStep[];
  readonly written: RuleWrite[];
}

/** What is known of a group beside its rules, as it is now. */
export function frameOf({ untold, exists, ended, anchored, muted, name, vpc, tags }: GroupFrame): GroupFrame {
  return { untold, exists, ended, anchored, muted, name, vpc, tags };
}

/** Keeps a step of the fold of this state, which writes to `tape.written`. */
export function tapeStep(tape: Tape, evidence: Evidence, delta: Delta, state: GroupState): void {
  const { tuples, lastGone } = state;
  const end = tape.written.length;
  tape.steps.push({ evidence, delta, frame: frameOf(state), end, tuples: tuples.size, lastGone });
}

/**
 * Whether a state is as a taped one was after the same piece of evidence, where `rules` stood: then all that follows is
 * the same. `stale`: no later look regards a rule that went by then. Only plain cases: no is said where it is not obvious.
 */
export function isAsTaped(
  { frame, tuples, lastGone }: TapedStep,
  rules: ReadonlyMap<string, StandingRule>,
  state: GroupState,
  stale: Instant,
): boolean {
  const { size } = state.rules;
  if (rules.size !== size || tuples !== size || state.tuples.size !== size) return false;
  if (lastGone > stale || state.lastGone > stale || !isSameFrame(frame, state)) return false;
  const standing = state.rules.values();
  for (const rule of rules.values()) if (!isSameStanding(rule, standing.next().value!)) return false;
  return true;
}

function isSameFrame(a: GroupFrame, b: GroupFrame): boolean {
  const isSameState = a.exists === b.exists && a.ended === b.ended && a.anchored === b.anchored && a.muted === b.muted;
  const isTold = a.untold === 0 && b.untold === 0;
  return isTold && isSameState && a.name === b.name && a.vpc === b.vpc && isSameTags(a.tags, b.tags);
}

/** Each fold makes its own of them where a record of just before a look counts for more than the look. */
function isSameTags(a: GroupFrame['tags'], b: GroupFrame['tags']): boolean {
  if (a === b) return true;
  const own = Object.entries(a);
  return own.length === Object.keys(b).length && own.every(([key, value]) => Object.hasOwn(b, key) && b[key] === value);
}

function isSameStanding(a: StandingRule, b: StandingRule): boolean {
  if (a === b) return a.or === undefined;
  if (a.or !== undefined || b.or !== undefined || a.key !== b.key || a.sure !== b.sure) return false;
  return a.born === b.born && a.since === b.since && isSameContent(a, b);
}

/** Whether two rules say the same, down to the description. */
export function isSameContent(a: SeenRule, b: SeenRule): boolean {
  if (a.id !== b.id || a.direction !== b.direction || a.protocol !== b.protocol || a.description !== b.description)
    return false;
  const [one, other] = [a.ports, b.ports];
  if (one !== other && (one === null || other === null || one[0] !== other[0] || one[1] !== other[1])) return false;
  return a.peer === b.peer || (a.peer !== null && a.peer.value === b.peer?.value && a.peer.kind === b.peer.kind);
}

/** Goes through the steps of a tape from one on, as if they were folded: `state` is as that one found it. */
export function replay(
  { steps, written }: Tape,
  from: number,
  state: GroupState,
  visit: (evidence: Evidence, delta: Delta) => void,
): void {
  let at = from === 0 ? 0 : steps[from - 1]!.end;
  for (let place = from; place < steps.length; place++) {
    const { evidence, delta, frame, end } = steps[place]!;
    for (; at < end; at++) write(state, written[at]!);
    Object.assign(state, frame);
    visit(evidence, delta);
  }
}
