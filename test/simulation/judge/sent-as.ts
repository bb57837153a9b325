import type { Sent, Trial } from '../trial.ts';
import type { TrueCall } from '../world/true-call.ts';

/** What was sent as a call. One may come after what was sent, and answered, later. */
export function sentAs({ sent }: Trial, { order }: TrueCall): Sent | undefined {
  return order === null ? undefined : sent.find((each) => each.order === order);
}

/**
 * Whether EC2 did it only after we had given up waiting for its answer. Nothing can hold such a call back any more, nor
 * compare an answer that never came: a rule that was rewritten meanwhile goes, and only the record tells.
 */
export function wasOverdue(trial: Trial, call: TrueCall): boolean {
  const is = sentAs(trial, call);
  return is?.result?.kind === 'failed' && is.result.failure === 'maybe' && (is.answered ?? call.at) < call.at;
}
