import type { Trial } from '../trial.ts';
import { entriesOf, ofKind } from './ledger-view.ts';
import type { Shift } from './story.ts';

/**
 * Whether nobody could tell what exactly had stood before a call: then people are asked, and here nobody answers. A
 * restore waits for them as well where another call of the same second rewrote the same rule: records tell no order.
 */
export function wasUnsure(trial: Trial, shifts: readonly Shift[], lost: Shift): boolean {
  const { eventId } = lost.call;
  return ofKind(entriesOf(trial), 'decided').some(({ decision }) => {
    const { basis, records, response } = decision as unknown as {
      readonly basis: string;
      readonly records: readonly { readonly eventId: string }[];
      readonly response?: { readonly steps: readonly { readonly do: string; readonly state: string }[] };
    };
    if (basis === 'exact' || !records.some((each) => each.eventId === eventId)) return false;
    const waits = () => isRewrittenTwice(shifts, lost);
    return response?.steps.some((step) => step.do === 'ask' || (step.state === 'waiting' && waits())) ?? false;
  });
}

/** Whether a rule that a call rewrote was made to say something by another call of the same second of CloudTrail. */
function isRewrittenTwice(shifts: readonly Shift[], { call, group, came, went }: Shift): boolean {
  const rewritten = came.flatMap(({ id }) => (went.some((rule) => rule.id === id) ? [id] : []));
  return shifts.some(
    (other) =>
      other.call.n !== call.n &&
      other.group === group &&
      Math.floor(other.call.at / 1000) === Math.floor(call.at / 1000) &&
      other.came.some(({ id }) => rewritten.includes(id)),
  );
}
