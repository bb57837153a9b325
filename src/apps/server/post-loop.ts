import type { HearParts } from '../../flow/live/post/hear-parts.ts';
import { hearStep } from '../../flow/live/post/hear-step.ts';
import type { Around } from './around-loop.ts';
import { backOff, sayError } from './back-off.ts';
import type { TaskBell } from './task-bell.ts';

/**
 * Milliseconds: how long it waits before it looks for entries that others wrote, while there is no channel, and between two
 * looks at least: deliveries ring, too.
 */
const [look, idle, least] = [1_000, 2_000, 50];

/** Hears what happens and makes messages of it, until it is stopped; without any channel nothing is heard. */
export async function postLoop(
  parts: HearParts,
  around: Around,
  { bell, isAny }: { readonly bell: TaskBell; readonly isAny: () => boolean },
): Promise<void> {
  const { beats, name, news, signal, trouble } = around;
  const { clock } = parts;
  for (let failures = 0; !signal.aborted; ) {
    try {
      const rung = bell.rings();
      const did = isAny() ? await hearStep(parts) : 'idle';
      const isAway = isAny() && trouble() !== null;
      failures = isAway ? failures + 1 : 0;
      if (!isAway) beats.beat(name);
      if (isAway) await clock.sleep(backOff(failures), signal);
      else if (did === 'idle') {
        await clock.sleep(least, signal);
        await bell.wait(isAny() ? look : idle, signal, rung);
      }
    } catch (error) {
      failures++;
      if (trouble() === null && !signal.aborted) news.tell({ kind: 'fault', where: name, why: sayError(error) });
      await clock.sleep(backOff(failures), signal);
    }
  }
  beats.over(name);
}
