import type { Clock } from '../../contracts/live.ts';
import type { Bucket } from '../model/throttle.ts';

/** Turns from a bucket of tokens. */
export interface Turns {
  /** Waits for a turn; `false` when it did not come within `timeout` milliseconds, or was called off. */
  take(urgent: boolean, timeout?: number, signal?: AbortSignal): Promise<boolean>;
  /** Nobody has a turn for a while, the longer the more often this comes in a row. */
  rest(): void;
  /** All is well again. */
  calm(): void;
}

/** How long the first rest is, and the longest, in milliseconds. */
const [firstRest, longestRest] = [1000, 30_000];

interface Waiter {
  readonly urgent: boolean;
  readonly go: (has: boolean) => void;
}

/**
 * Who is urgent goes before all others, and finds half of the bucket kept for it, so that a sweep never empties it before
 * an action comes.
 */
export function createTurns({ size, perSecond }: Bucket, clock: Pick<Clock, 'monotonic' | 'sleep'>): Turns {
  let tokens = size;
  let filledAt = clock.monotonic();
  let restsUntil = -Infinity;
  let rests = 0;
  let waiting: readonly Waiter[] = [];
  let alarm: AbortController | null = null;
  const keptBack = Math.floor(size / 2);

  function fill(): void {
    const now = clock.monotonic();
    tokens = Math.min(size, tokens + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
  }

  /** How long until a turn can be had, in milliseconds. */
  function delay(urgent: boolean): number {
    fill();
    // A hair less than a whole token counts as one: what seconds are added up from is not exact.
    const missing = (urgent ? 1 : 1 + keptBack) - tokens - 1e-9;
    const rest = Math.max(0, restsUntil - filledAt);
    return Math.max(rest, missing <= 0 ? 0 : (missing / perSecond) * 1000);
  }

  function serve(): void {
    for (;;) {
      const next = waiting.find(({ urgent }) => urgent) ?? waiting[0];
      if (next === undefined) return;
      const wait = delay(next.urgent);
      if (wait > 0) {
        wakeIn(wait);
        return;
      }
      tokens -= 1;
      leave(next);
      next.go(true);
    }
  }

  function wakeIn(milliseconds: number): void {
    alarm?.abort();
    const mine = new AbortController();
    alarm = mine;
    void clock.sleep(Math.ceil(milliseconds), mine.signal).then(() => {
      if (!mine.signal.aborted) serve();
    });
  }

  function leave(waiter: Waiter): void {
    waiting = waiting.filter((each) => each !== waiter);
  }

  return {
    take: async (urgent, timeout, signal) => {
      if (signal?.aborted === true) return false;
      return await new Promise<boolean>((resolve) => {
        const over = new AbortController();
        const go = (has: boolean) => {
          over.abort();
          signal?.removeEventListener('abort', giveUp);
          resolve(has);
        };
        const waiter: Waiter = { urgent, go };
        const giveUp = () => {
          leave(waiter);
          go(false);
        };
        waiting = [...waiting, waiter];
        serve();
        if (over.signal.aborted) return;
        signal?.addEventListener('abort', giveUp, { once: true });
        if (timeout === undefined) return;
        void clock.sleep(timeout, over.signal).then(() => {
          if (!over.signal.aborted) giveUp();
        });
      });
    },
    rest: () => {
      fill();
      tokens = Math.min(tokens, 0);
      restsUntil = filledAt + Math.min(longestRest, firstRest * 2 ** rests);
      rests += 1;
    },
    calm: () => {
      rests = 0;
    },
  };
}
