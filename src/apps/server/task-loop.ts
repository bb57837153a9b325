import type { LiveParts } from '../../flow/live/live-parts.ts';
import type { TaskKind } from '../../flow/live/task-kinds.ts';
import { taskStep } from '../../flow/live/work.ts';
import type { Around } from './around-loop.ts';
import { backOff, sayError } from './back-off.ts';
import type { TaskBell } from './task-bell.ts';

/** How long it waits before it looks for tasks that others made, in milliseconds. */
const look = 2_000;

/** Does what is due, one task after another, until it is stopped; nothing due costs one look in a while. */
export async function taskLoop(
  parts: LiveParts,
  around: Around,
  { bell, kinds }: { readonly bell: TaskBell; readonly kinds: () => readonly TaskKind[] },
): Promise<void> {
  const { beats, name, news, signal, trouble } = around;
  for (let failures = 0; !signal.aborted; ) {
    try {
      const rung = bell.rings();
      const did = await taskStep(parts, kinds());
      const isAway = trouble() !== null;
      failures = isAway ? failures + 1 : 0;
      if (!isAway) beats.beat(name);
      if (isAway) await parts.clock.sleep(backOff(failures), signal);
      else if (did === 'idle') await bell.wait(look, signal, rung);
    } catch (error) {
      failures++;
      if (trouble() === null && !signal.aborted) news.tell({ kind: 'fault', where: name, why: sayError(error) });
      await parts.clock.sleep(backOff(failures), signal);
    }
  }
  beats.over(name);
}
