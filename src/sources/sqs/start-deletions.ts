import type { Clock } from '../../contracts/live.ts';
import { passes, type Trouble, troubleOf } from '../aws/trouble.ts';
import { batchSize, type Entry, type SqsCalls } from './sqs-calls.ts';

/** Deletes messages in batches, in the background. */
export interface Deletions {
  add(entry: Entry): void;
  /** Ends when all were deleted, or given up: a message that is not deleted comes again. */
  flush(): Promise<void>;
  readonly trouble: Trouble | null;
}

interface Doomed extends Entry {
  readonly tries: number;
}

/** Each entry of a batch succeeds or fails by itself; one that fails is tried again so often. */
const mostTries = 3;

/** Starts with nothing to delete. Batches go out one after the other, full ones at once, others after `gather`. */
export function startDeletions(calls: SqsCalls, clock: Clock, gather: number, doing: string): Deletions {
  const doomed: Doomed[] = [];
  let trouble: Trouble | null = null;
  let running: Promise<void> | null = null;
  let full = Promise.withResolvers<void>();
  let urgent = false;

  const again = (entries: readonly Doomed[]): void => {
    doomed.push(...entries.flatMap((one) => (one.tries + 1 < mostTries ? { ...one, tries: one.tries + 1 } : [])));
  };

  async function run(): Promise<void> {
    while (doomed.length > 0) {
      if (doomed.length < batchSize && !urgent) {
        const woken = new AbortController();
        void full.promise.then(() => woken.abort());
        await clock.sleep(gather, woken.signal);
        full = Promise.withResolvers();
      }
      const batch = doomed.splice(0, batchSize);
      try {
        const refused = new Map((await calls.remove(batch)).map((one) => [one.id, one]));
        trouble = null;
        // A handle that counts no more belongs to a message that came again, or that is gone.
        again(batch.filter(({ id }) => refused.get(id)?.final === false));
      } catch (error) {
        trouble = troubleOf(error, doing);
        if (passes(trouble)) {
          again(batch);
          await clock.sleep(urgent ? gather : 1_000);
        }
      }
    }
  }

  return {
    add(entry) {
      doomed.push({ ...entry, tries: 0 });
      if (doomed.length >= batchSize) full.resolve();
      running ??= run().finally(() => {
        running = null;
      });
    },
    async flush() {
      urgent = true;
      full.resolve();
      await running;
      urgent = false;
    },
    get trouble() {
      return trouble;
    },
  };
}
