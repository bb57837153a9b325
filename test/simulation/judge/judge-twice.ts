import type { Trial } from '../trial.ts';
import { lineOf } from '../world/permission.ts';
import type { TrueCall } from '../world/true-call.ts';
import { entriesOf, ofKind } from './ledger-view.ts';
import { replica } from './replica.ts';
import type { Shift } from './story.ts';

/** What was done before (`first`) and is done again. */
interface Again {
  readonly group: string;
  readonly line: string;
  readonly first: TrueCall;
  readonly call: TrueCall;
}

/** An action does the same thing once, unless others undid it in between and it was right to do it again. */
export function judgeTwice(trial: Trial, shifts: readonly Shift[]): readonly string[] {
  const seen = new Map<string, TrueCall>();
  return shifts.flatMap(({ call, group, came, went }) => {
    if (call.by !== 'us') return [];
    const done = [
      ...came.map((rule) => ({ line: lineOf(rule), what: `put ${lineOf(rule)}` })),
      ...went.map((rule) => ({ line: lineOf(rule), what: `took ${rule.id} ${lineOf(rule)}` })),
    ];
    return done.flatMap(({ line, what }) => {
      const key = `${call.action} ${group} ${what}`;
      const first = seen.get(key);
      seen.set(key, call);
      if (first === undefined) return [];
      const again = { group, line, first, call };
      if (wasUndone(trial, shifts, again) || wasUntold(trial, shifts, again)) return [];
      return [`the same was done twice: ${key} (calls ${first.n} and ${call.n})`];
    });
  });
}

/** Whether others undid what was done, long enough before it was done again that every replica showed it. */
function wasUndone({ sent }: Trial, shifts: readonly Shift[], again: Again): boolean {
  const { call } = again;
  const last = sent.filter(({ order, at }) => order.action === call.action && at <= call.at).at(-1);
  const known = (last?.at ?? call.at) - replica;
  return undoneBy(shifts, again, known);
}

/**
 * Whether nothing told by then that it had been done: the answer was lost and no record had come. A read that no replica
 * from before can have answered then shows it as if it had never been done, where others have undone it.
 */
function wasUntold(trial: Trial, shifts: readonly Shift[], again: Again): boolean {
  const { first, call, group } = again;
  const sent = trial.sent.filter(({ order }) => order.action === call.action);
  const [was, is] = [first, call].map(({ at }) => sent.filter((each) => each.at <= at).at(-1));
  if (was === undefined || is === undefined) return false;
  const isLost = was.result === null || (was.result.kind === 'failed' && was.result.failure === 'maybe');
  const isTold = ofKind(entriesOf(trial), 'decided').some(
    ({ at, decision }) =>
      at <= is.at &&
      (decision as unknown as { readonly records: readonly { readonly eventId: string }[] }).records.some(
        ({ eventId }) => eventId === first.eventId,
      ),
  );
  const read = trial.reads.filter(({ by, id, answered }) => by === is.by && id === group && answered <= is.at).at(-1);
  const isNew = read !== undefined && read.sent > first.at + replica;
  return isLost && !isTold && isNew && undoneBy(shifts, again, read.answered);
}

/** Whether others undid something by a time, after it was done first. */
function undoneBy(shifts: readonly Shift[], { group, line, first, call }: Again, by: number): boolean {
  return shifts.some(
    (between) =>
      between.group === group &&
      between.call.n > first.n &&
      between.call.n < call.n &&
      between.call.by !== 'us' &&
      between.call.at <= by &&
      [...between.came, ...between.went].some((rule) => lineOf(rule) === line),
  );
}
