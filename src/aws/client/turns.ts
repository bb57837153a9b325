import type { Clock } from '../../contracts/live.ts';
import type { Bucket } from '../model/throttle.ts';

/** Who goes first: what comes before a call, then what proves one that was made, then sweeps when nobody else waits. */
export type Rank = 'acting' | 'proving' | 'sweeping';

/** Turns from a bucket of tokens. */
export interface Turns {
  /** Waits for a turn; `false` when it did not come within `timeout` milliseconds, or was called off. */
  take(rank: Rank, timeout?: number, signal?: AbortSignal): Promise<boolean>;
  /** Nobody has a turn for a while, the longer the more often this comes in a row. */
  rest(): void;
  /** All is well again. */
  calm(): void;
}

/** How long the first rest is, and the longest, in milliseconds. */
const [firstRest, longestRest] = [1000, 30_000];

/** So many turns in a row may go to others than to who has waited longest. */
const mostPassed = 3;

const order = { acting: 0, proving: 1, sweeping: 2 } as const satisfies Record<Rank, number>;

interface Waiter {
  readonly rank: Rank;
  readonly go: (has: boolean) => void;
}

/**
 * Whoever is no sweep finds half of the bucket kept for it, so that a sweep never empties it before an action comes. Every
 * fourth turn at the latest goes to the one of them that has waited longest, so that all come through in a storm too.
 */
export function createTurns({ size, perSecond }: Bucket, clock: Pick<Clock, 'monotonic' | 'sleep'>): Turns {
  let tokens = size;
  let filledAt = clock.monotonic();
  let restsUntil = -Infinity;
  let rests = 0;
  let waiting: readonly Waiter[] = [];
  let passed = 0;
  let alarm: AbortController | null = null;
  const keptBack = Math.floor(size / 2);

  function fill(): void {
    const now = clock.monotonic();
    tokens = Math.min(size, tokens + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
  }

  /** How long until a turn can be had, in milliseconds. */
  function delay(rank: Rank): number {
    fill();
    // A hair less than a whole token counts as one: what seconds are added up from is not exact.
    const missing = (rank === 'sweeping' ? 1 + keptBack : 1) - tokens - 1e-9;
    const rest = Math.max(0, restsUntil - filledAt);
    return Math.max(rest, missing <= 0 ? 0 : (missing / perSecond) * 1000);
  }

  function serve(): void {
    for (;;) {
      const longest = waiting.find(({ rank }) => rank !== 'sweeping') ?? waiting[0];
      if (longest === undefined) return;
      const next = passed < mostPassed ? foremost(longest) : longest;
      const wait = delay(next.rank);
      if (wait > 0) {
        wakeIn(wait);
        return;
      }
      passed = next === longest ? 0 : passed + 1;
      tokens -= 1;
      leave(next);
      next.go(true);
    }
  }

  function foremost(longest: Waiter): Waiter {
    return waiting.reduce((best, each) => (order[each.rank] < order[best.rank] ? each : best), longest);
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
    take: async (rank, timeout, signal) => {
      if (signal?.aborted === true) return false;
      return await new Promise<boolean>((resolve) => {
        const over = new AbortController();
        const go = (has: boolean) => {
          over.abort();
          signal?.removeEventListener('abort', giveUp);
          resolve(has);
        };
        const waiter: Waiter = { rank, go };
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
