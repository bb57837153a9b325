import type { Instant } from '../../../core/leaf/instant.ts';
import type { Aim } from '../../../core/plan/act/intent.ts';
import { sameTuple } from '../../../core/plan/act/tuple-text.ts';
import type { Grant } from '../tables.ts';

/** Whether a short permission is in force at a moment: its end does not count any more. */
export function isInForce({ from, until, ended }: Grant, now: Instant): boolean {
  return from <= now && now < until && (ended === null || now < ended);
}

/** The grant that permits what an aim would take away now; `null` where none does. What puts back needs no leave. */
export function grantFor(aim: Aim, grants: readonly Grant[], now: Instant): Grant | null {
  const tuple = aim.kind === 'close' ? aim.rule : aim.kind === 'rewrite' ? aim.from : null;
  if (tuple === null) return null;
  return grants.find((each) => isInForce(each, now) && each.rules.some((rule) => sameTuple(rule, tuple))) ?? null;
}
