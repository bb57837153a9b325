import type { Clock } from '../../contracts/live.ts';
import type { Instant } from '../../core/leaf/instant.ts';

/** A clock that stands still until somebody moves it. */
export interface VirtualClock extends Clock {
  /** Moves it on to a moment; a moment that is over already moves nothing. */
  advance(to: Instant): void;
}

/** A clock of its own time: who sleeps by it is awake at once, and it is that much later. */
export function virtualClock(start: Instant): VirtualClock {
  let now = start;
  const advance = (to: Instant): void => {
    now = Math.max(now, to);
  };
  return {
    now: () => now,
    monotonic: () => now - start,
    sleep: async (milliseconds) => advance(now + Math.max(0, milliseconds)),
    advance,
  };
}
