import type { Trial } from '../trial.ts';
import { entriesOf, ofKind } from './ledger-view.ts';
import type { Shift } from './story.ts';

/**
 * Whether nobody could tell what exactly had stood before a call: then people are asked, and here nobody answers. A
 * restore waits for them as well where another call of the same second rewrote the same rule: records tell no order,
 * and where the record of that other call comes later, the decision is revised, which tells and asks nothing anew.
 * What was rewritten before we ever looked at its group is told as unknown: no record tells what a rule said. The check
 * that would restore it says so; what the rule says now may break another one for sure, and the whole is a breach then.
 */
export function wasUnsure(trial: Trial, shifts: readonly Shift[], lost: Shift): boolean {
  const { eventId } = lost.call;
  return ofKind(entriesOf(trial), 'decided').some(({ decision }) => {
    const { id, basis, records, response, verdict } = decision as unknown as {
      readonly id: string;
      readonly basis: string;
      readonly records: readonly { readonly eventId: string }[];
      readonly verdict?: {
        readonly checks: readonly { readonly ruling: string; readonly respond: readonly string[] }[];
      } | null;
      readonly response?: { readonly steps: readonly { readonly do: string; readonly state: string }[] };
    };
    if (!records.some((each) => each.eventId === eventId)) return false;
    if (isOpenSince(trial, id) && (isRewrittenTwice(shifts, lost) || hadUnclearText(trial, shifts, lost))) return true;
    if (basis === 'exact') return false;
    const untold = verdict?.checks.some(({ ruling, respond: by }) => ruling === 'unknown' && by.includes('restore'));
    if (untold === true && !wasSeen(trial, lost)) return true;
    const waits = () => isRewrittenTwice(shifts, lost);
    return response?.steps.some((step) => step.do === 'ask' || (step.state === 'waiting' && waits())) ?? false;
  });
}

/**
 * Whether nobody can tell what a rule said before a call rewrote it, and so nobody can give it back: to take it away might
 * take what it had said all along. People are told; where what stands is let alone, nothing else is done.
 */
export function wasRewrittenUntold(trial: Trial, shifts: readonly Shift[], rewritten: Shift): boolean {
  const { came, went } = rewritten;
  if (!came.some(({ id }) => went.some((rule) => rule.id === id))) return false;
  return !wasSeen(trial, rewritten) || isRewrittenTwice(shifts, rewritten) || hadUnclearText(trial, shifts, rewritten);
}

/** Whether a decision was revised because it is not known any more what had stood before. */
function isOpenSince(trial: Trial, id: string): boolean {
  return ofKind(entriesOf(trial), 'revised').some(({ of, verdict }) => {
    const { unknowns = [] } = (verdict ?? {}) as { readonly unknowns?: readonly { readonly what: string }[] };
    return of === id && unknowns.some(({ what }) => what === 'before');
  });
}

/**
 * Whether a group had been looked at, alone or with all others, before the second of CloudTrail in which a call was made:
 * a look within it may as well have come after the call, and have been answered by an old replica.
 */
function wasSeen({ reads }: Trial, { call, group }: Shift): boolean {
  const second = Math.floor(call.at / 1000) * 1000;
  return reads.some(
    ({ id, looked, sent }) => (id === group || id === 'perimeter') && looked.kind === 'looked' && sent < second,
  );
}

/**
 * Whether a rule that a call took or rewrote had come to say what it said in a second in which several calls rewrote it,
 * and nobody had looked since so long after that no old replica can have answered.
 */
function hadUnclearText({ reads }: Trial, shifts: readonly Shift[], { call, group, went }: Shift): boolean {
  return went.some((rule) => {
    const wrote = shifts.filter(
      (other) => other.group === group && other.call.n < call.n && other.came.some(({ id }) => id === rule.id),
    );
    const last = wrote.at(-1);
    if (last === undefined || !isRewrittenTwice(shifts, last)) return false;
    const [from, to] = [last.call.at + staleMost, call.at];
    return !reads.some(({ id, sent }) => (id === group || id === 'perimeter') && sent > from && sent < to);
  });
}

/** How long after a change a look may show what was before, by what the product goes by, and the second of its record. */
const staleMost = 31_000;

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
