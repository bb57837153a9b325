import { appendSeal } from './seal.ts';
import type { TaskHandler } from './task-kinds.ts';

const day = 86_400_000;

/**
 * Erases the bodies of entries that are older than they are kept, after a seal that says so: a body that is missing
 * without one is a finding. What it says follows from the slot, so that a retry after a crash says the same.
 */
export const retain: TaskHandler = async ({ store, clock, settings }, task) => {
  const { slot } = JSON.parse(task.body) as { readonly slot: string };
  const held = { task: task.id, fence: task.fence };
  const before = settings.keepBodies === null ? null : Number(slot) * day - settings.keepBodies;
  if (before !== null && before > 0) {
    const sealed = await appendSeal({ store, clock }, `retain-${slot}`, before);
    const erased = sealed !== 'lost' && sealed.kind === 'sealed' ? await store.erase(before) : sealed;
    if (erased === 'lost' || erased.kind === 'unavailable') {
      const why = erased === 'lost' ? 'others kept appending to shard 0' : erased.why;
      await store.fail(held, why, clock.now() + 60_000);
      return;
    }
  }
  await store.finish(held);
};
