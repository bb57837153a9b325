import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../contracts/live.ts';

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    const end = performance.now() + milliseconds;
    for (let left = milliseconds; left > 0; left = end - performance.now()) {
      if (signal?.aborted) return;
      await sleepOnce(Math.min(left, longest), signal);
    }
  },
};

/** A timer of Node takes no more milliseconds: with more it would fire at once (Node.js documentation, `setTimeout`). */
const longest = 2 ** 31 - 1;

async function sleepOnce(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    // Being woken is no error of a sleeper.
    if (!signal?.aborted) throw error;
  }
}
