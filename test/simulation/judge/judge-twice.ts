import type { Group } from '../../../src/core/group/group.ts';
import type { Read, Trial } from '../trial.ts';
import { lineOf } from '../world/permission.ts';
import type { TrueCall } from '../world/true-call.ts';
import { replica } from './replica.ts';
import { sentAs, wasOverdue } from './sent-as.ts';
import type { Shift } from './story.ts';

/** What was done before (`first`) and is done again. */
interface Again {
  readonly group: string;
  readonly line: string;
  /** The id of the rule that was taken; `null`: a rule was put there. */
  readonly taken: string | null;
  readonly first: TrueCall;
  readonly call: TrueCall;
}

/** An action does the same thing once, unless others undid it in between and it was right to do it again. */
export function judgeTwice(trial: Trial, shifts: readonly Shift[]): readonly string[] {
  const seen = new Map<string, TrueCall>();
  return shifts.flatMap(({ call, group, came, went }) => {
    if (call.by !== 'us') return [];
    const done = [
      ...came.map((rule) => ({ line: lineOf(rule), taken: null, what: `put ${lineOf(rule)}` })),
      ...went.map((rule) => ({ line: lineOf(rule), taken: rule.id, what: `took ${rule.id} ${lineOf(rule)}` })),
    ];
    return done.flatMap(({ line, taken, what }) => {
      const key = `${call.action} ${group} ${what}`;
      const first = seen.get(key);
      seen.set(key, call);
      if (first === undefined) return [];
      const again = { group, line, taken, first, call };
      if (wasUndone(trial, shifts, again) || wasSeenUndone(trial, shifts, again)) return [];
      return [`the same was done twice: ${key} (calls ${first.n} and ${call.n})`];
    });
  });
}

/** Whether others undid what was done, long enough before it was done again that every replica showed it. */
function wasUndone(trial: Trial, shifts: readonly Shift[], again: Again): boolean {
  const known = (sentAs(trial, again.call)?.at ?? again.call.at) - replica;
  return undoneBy(shifts, again, known);
}

/**
 * Whether who did it again had read that others had undone it: by a read that no replica from before the first time can
 * have answered. However lately it was undone, such a read is no echo of the time when it had never been done.
 */
function wasSeenUndone(trial: Trial, shifts: readonly Shift[], again: Again): boolean {
  const { first, call, group } = again;
  const is = sentAs(trial, call);
  if (is === undefined) return false;
  return trial.reads.some(
    (read) =>
      read.by === is.by &&
      read.id === group &&
      (read.sent > first.at + replica || wasOverdue(trial, first)) &&
      read.answered <= is.at &&
      showsUndone(read, again) &&
      undoneBy(shifts, again, read.answered),
  );
}

/** Whether a read showed the rules of a group without what was put there, or still with what was taken. */
function showsUndone({ looked }: Read, { taken, line }: Again): boolean {
  if (looked.kind === 'failed' || looked.found === null) return false;
  const { rules } = looked.found as Group;
  return taken === null
    ? !rules.some((rule) => lineOf(rule) === line)
    : rules.some((rule) => rule.id === taken && lineOf(rule) === line);
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
