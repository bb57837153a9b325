import type { Task } from '../../contracts/store.ts';
import type { LiveParts } from './live-parts.ts';

/** Keeps the lease of a task as long as work goes on; `false` once somebody else has it. */
export function keepLeased(
  { store, clock, settings }: Pick<LiveParts, 'store' | 'clock' | 'settings'>,
  task: Task,
): () => Promise<boolean> {
  let from = clock.monotonic();
  return async () => {
    if (clock.monotonic() - from < settings.lease / 2) return true;
    from = clock.monotonic();
    const held = { task: task.id, fence: task.fence };
    return (await store.renew(held, clock.now(), settings.lease)).kind !== 'fenced';
  };
}
