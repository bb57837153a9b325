import { type Instant, writeInstant } from '../../../core/leaf/instant.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { saySpan } from '../../../core/policy/span.ts';

/** Why a permission may not last until then; `null` when it may: it needs an end, and the policy says how far off. */
export function spanProblem(until: Instant, from: Instant, now: Instant, { grants }: Policy): string | null {
  if (!Number.isSafeInteger(until)) return 'expected an end, got none';
  if (until <= now) return `expected an end that is to come, got ${writeInstant(until)}`;
  if (until - from > grants.max)
    return `expected at most ${saySpan(grants.max)}, as the policy says, got ${saySpan(until - from)}`;
  return null;
}
