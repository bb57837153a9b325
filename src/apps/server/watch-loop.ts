import type { LiveParts } from '../../flow/live/live-parts.ts';
import { watchStep } from '../../flow/live/watch/watch-step.ts';
import type { Around } from './around-loop.ts';
import { backOff, sayError } from './back-off.ts';

/** Milliseconds: who answers sooner that there is nothing did not wait for it. */
const [atOnce, rest] = [50, 1_000];

/** Takes what comes from one source until it is stopped, or the source has ended; while the store is away it waits. */
export async function watchLoop(parts: LiveParts, around: Around, isEnded: () => boolean): Promise<void> {
  const { beats, name, news, signal, trouble } = around;
  const { clock } = parts;
  for (let failures = 0; !signal.aborted && !isEnded(); ) {
    try {
      // What cannot be kept is not taken: sources count how often they had to give something.
      if (trouble() !== null) await parts.store.heads();
      const began = clock.monotonic();
      const did = await watchStep(parts, signal);
      const isAway = trouble() !== null;
      failures = isAway ? failures + 1 : 0;
      if (!isAway) beats.beat(name);
      if (isAway) await clock.sleep(backOff(failures), signal);
      else if (did === 'idle' && clock.monotonic() - began < atOnce) await clock.sleep(rest, signal);
    } catch (error) {
      failures++;
      if (trouble() === null) news.tell({ kind: 'fault', where: name, why: sayError(error) });
      await clock.sleep(backOff(failures), signal);
    }
  }
  beats.over(name);
}
