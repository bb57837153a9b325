import type { Clock } from '../../contracts/live.ts';

/** Keeps calls of one account and region apart. */
export interface Pacer {
  /** Ends when it is this caller's turn. */
  turn(signal?: AbortSignal): Promise<void>;
  /** When the next turn is, by the clock that only grows. */
  next(): number;
  /** AWS asked to slow down: twice the distance, up to half a minute, for others use the same budget. */
  slower(): void;
  /** It went well: back to the usual distance step by step. */
  faster(): void;
}

/** LookupEvents may be called twice a second per account and region (CloudTrail API reference, "LookupEvents"). */
export const usualPace = 500;

const slowest = 30_000;

/** Starts with a turn that is now. */
export function startPacer(clock: Pick<Clock, 'monotonic' | 'sleep'>, pace: number): Pacer {
  let [next, apart] = [0, pace];
  return {
    async turn(signal) {
      const now = clock.monotonic();
      const at = Math.max(now, next);
      next = at + apart;
      if (at > now) await clock.sleep(at - now, signal);
    },
    next: () => next,
    slower() {
      apart = Math.min(slowest, Math.max(apart * 2, pace));
      next = Math.max(next, clock.monotonic() + apart);
    },
    faster() {
      apart = Math.max(pace, apart * 0.9);
    },
  };
}
