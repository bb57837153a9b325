import type { Task } from '../../../contracts/store.ts';
import type { LiveParts } from '../live-parts.ts';
import type { SubjectCommitted } from './commit-subject.ts';

/** Milliseconds. */
const [first, most] = [1_000, 300_000];

/** Ends a task by what came of it: what could not be done is tried again later and later, and never given up. */
export async function endTask({ store, clock }: LiveParts, task: Task, done: SubjectCommitted): Promise<void> {
  const held = { task: task.id, fence: task.fence };
  switch (done.kind) {
    case 'nothing':
      await store.finish(held);
      return;
    case 'later': {
      const wait = Math.min(first * 2 ** Math.min(task.attempts, 20), most);
      await store.fail(held, done.why, clock.now() + wait);
      return;
    }
    case 'committed':
    case 'over':
      return;
  }
}
