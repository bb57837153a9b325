import type { Sent, Trial } from '../trial.ts';
import type { TrueCall } from '../world/true-call.ts';

/** What was sent as a call: the last of its action until then that named the same rules, since one may come after the next. */
export function sentAs({ sent }: Trial, { action, at, call }: TrueCall): Sent | undefined {
  const { SecurityGroupRuleIds: named } = call.request as { readonly SecurityGroupRuleIds?: readonly string[] };
  const isMeant = ({ order }: Sent): boolean =>
    order.call !== 'revoke' || named === undefined || order.ids.join() === named.join();
  return sent.filter((each) => each.order.action === action && each.at <= at && isMeant(each)).at(-1);
}

/**
 * Whether EC2 did it only after we had given up waiting for its answer. Nothing can hold such a call back any more, nor
 * compare an answer that never came: a rule that was rewritten meanwhile goes, and only the record tells.
 */
export function wasOverdue(trial: Trial, call: TrueCall): boolean {
  const last = sentAs(trial, call);
  return last?.result?.kind === 'failed' && last.result.failure === 'maybe' && (last.answered ?? call.at) < call.at;
}
