import type { Instant } from '../../../core/leaf/instant.ts';
import { isGone } from '../../../core/plan/act/live.ts';
import { rulesOf } from '../../../core/plan/act/next-order.ts';
import type { Known } from './know.ts';
import type { Performing } from './performing.ts';

/**
 * What a revoke without an answer leaves in doubt. `going`: it may still be on its way. `untold`: its rules are gone, but
 * only its record tells what they said when they went.
 */
export interface Doubt {
  readonly kind: 'going' | 'untold';
  /** When it is waited for no longer. */
  readonly until: Instant;
}

/**
 * What keeps an action from ending, however it would end: what went and was not judged is still to be given back. A rule
 * that stands tells that a revoke came to nothing, since EC2 revokes all rules of a call or none, once no replica can be
 * older than the call. `null`: nothing is in doubt.
 */
export function inDoubt({ parts: { settings }, row }: Performing, known: Known | null): Doubt | null {
  const { back, lastWrite, pending } = row;
  if (pending?.call !== 'revoke' || back !== undefined || lastWrite === null) return null;
  const untold = { kind: 'untold', until: lastWrite + settings.expectFor } as const;
  if (known === null) return untold;
  const { live, started } = known.read;
  if (isGone(live)) return null;
  if (!rulesOf(live).some(({ id }) => id !== null && pending.ids.includes(id))) return untold;
  const settled = lastWrite + settings.settle;
  return started > settled ? null : { kind: 'going', until: settled + 1 };
}

/** When an action is taken up again that a doubt keeps from ending, seen then; `null`: it is waited for no longer. */
export function againFor(doubt: Doubt | null, seen: Instant): Instant | null {
  return doubt === null || doubt.until <= seen ? null : Math.min(doubt.until, seen + tellWait);
}

/** How long it is waited before it is looked again whether a record has come, in milliseconds. */
const tellWait = 30_000;

/** What people are told where neither an answer nor a record came in time. */
export const untoldWords = 'look at what went: neither an answer nor a record tells what its rules said by then';
