import type { Change } from '../../change/change.ts';
import type { Instant } from '../../leaf/instant.ts';
import { isNamedAsOurs, sessionPrefix } from '../../trail/own-session.ts';
import type { CallWords } from './call-words.ts';
import { recordWords } from './record-words.ts';

/** A call of ours whose record is to come. */
export interface Expected {
  readonly action: string;
  /** ARN of the role that the call was made with. */
  readonly role: string;
  readonly call: CallWords['call'];
  /** What the call is about, in the words of `callWords`. */
  readonly tuples: readonly string[];
  readonly on: string;
  readonly from: Instant;
  readonly until: Instant;
  /** The record that consumed it. */
  readonly record: string | null;
}

/** Whether a change was made with one of our roles, whoever did it. */
export function isOurRole({ record: { actor } }: Change, ownRoles: readonly string[]): boolean {
  return actor.principal !== null && ownRoles.includes(actor.principal);
}

/** The session of a change made with one of our roles, where it is one that an action could have; else `null`. */
export function sessionOf(change: Change, ownRoles: readonly string[]): string | null {
  const { actor } = change.record;
  return isOurRole(change, ownRoles) && isNamedAsOurs(actor) ? actor.session : null;
}

/**
 * Which of the expectations of its session a change meets: same role, action, call, thing and tuples, in time, and not
 * met before by another record. A stolen session name buys nothing: what nobody announced meets none. `key`: of the record.
 */
export function matchExpectation<T extends Expected>(change: Change, key: string, expected: readonly T[]): T | null {
  const told = recordWords(change);
  if (told === null) return null;
  const { at, actor } = change.record;
  return (
    expected.find(
      (each) =>
        (each.record === null || each.record === key) &&
        each.role === actor.principal &&
        actor.session === `${sessionPrefix}${each.action}` &&
        each.call === told.call &&
        each.on === told.on &&
        isSame(each.tuples, told.words) &&
        // CloudTrail gives whole seconds, and no worker's clock is AWS's: as long before as after.
        at >= each.from - (each.until - each.from) &&
        at <= each.until,
    ) ?? null
  );
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, at) => each === other[at]);
}
