import type { Instant } from '../../leaf/instant.ts';
import type { Severity } from '../../policy/scale.ts';
import { saySpan } from '../../policy/span.ts';

/** Whether one more act on the same rule of the same group is wise. */
export type Breaker =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly until: Instant; readonly why: string }
  | { readonly kind: 'stop'; readonly why: string };

/** What the breaker goes by beside earlier acts. */
export interface BreakerKnown {
  /** Who does it again is a pipeline or service that the policy trusts, by what AWS asserts of it. */
  readonly trusted: boolean;
  readonly severity: Severity;
  readonly now: Instant;
  /** So many acts within so many milliseconds are ping-pong. */
  readonly settings: { readonly count: number; readonly per: number };
}

const firstWait = 60_000;
const longestWait = 300_000;

/**
 * Stops ping-pong: `acts` are when we acted on the same rule (by what it permits) of the same group. Whom the policy
 * trusts and who insists is left to a person. Anybody else only slows us down, each time twice as long, from a minute
 * up to five: else a few decoys would tire us before the real opening. What is not critical is given up after twice as many.
 */
export function breaker(acts: readonly Instant[], { trusted, severity, now, settings }: BreakerKnown): Breaker {
  const { count, per } = settings;
  const recent = acts.filter((at) => now - at < per);
  const over = recent.length - count;
  if (over < 0) return { kind: 'go' };
  const why = `acted on ${recent.length} times within ${saySpan(per)}: somebody does it again and again`;
  if (trusted || (severity !== 'critical' && over >= count)) return { kind: 'stop', why };
  const until = Math.max(...recent) + Math.min(firstWait * 2 ** over, longestWait);
  return until <= now ? { kind: 'go' } : { kind: 'wait', until, why };
}
