import type { Instant } from '../leaf/instant.ts';
import type { Delta } from './delta.ts';
import { arrange, type Evidence } from './evidence.ts';
import { fold } from './fold.ts';
import { readLag } from './look-time.ts';
import { presupposedBy, startOf } from './presupposed.ts';
import { type FoldedGroup, type GroupState, type RuleWrite, type StandingRule, write } from './standing.ts';
import { isAsTaped, replay, type Tape, tapeStep } from './tape.ts';

/** One piece of evidence in its place, what it did, and the group after it (live: read it now, do not keep it). */
export interface Step {
  readonly evidence: Evidence;
  readonly delta: Delta;
  readonly state: FoldedGroup;
}

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
  const tape: Tape = { steps: [], written: [] };
  const presupposed = presupposedBy(sorted, tape.written, (each, delta, drafted) =>
    tapeStep(tape, each, delta, drafted),
  );
  const { anchored, born, hints } = presupposed;
  const state = startOf(presupposed, written);
  start(state);
  const show = (each: Evidence, delta: Delta): void => visit({ evidence: each, delta, state });
  // What later evidence settled is asked at a creation.
  const birth = hints.settled.size === 0 ? -1 : sorted.findLastIndex(isBirth);
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

function isBirth(each: Evidence): boolean {
  return each.kind === 'change' && each.change.kind === 'group-created';
}
