import type { Task } from '../../../contracts/store.ts';
import type { TaskHandler } from '../task-kinds.ts';
import { compensate } from './compensate.ts';
import { giveBack, type Turn } from './give-back.ts';
import { know } from './know.ts';
import { openAction } from './open-action.ts';
import type { Performing } from './performing.ts';
import { proceed } from './proceed.ts';
import { unread } from './unread.ts';

/** How often one lease looks again at once when others wrote meanwhile. */
const turns = 8;

/** Milliseconds until a task is taken up again that others kept from it, or whose memory could not be read: longer and longer. */
const [firstWait, longestWait] = [1_000, 300_000];

/**
 * Brings an action further by at most a call and gives it back, until it ends. All it knows stands in the store, so it may
 * stop between any two steps and anybody may go on.
 */
export const act: TaskHandler = async (parts, task) => {
  const held = { task: task.id, fence: task.fence };
  for (let turn = 0; turn < turns; turn++) {
    const opened = await openAction(parts, task);
    if (opened === 'ended') return void (await parts.store.finish(held));
    if (opened === 'unknown')
      return void (await parts.store.fail(held, 'expected the row of its action, there is none', null));
    if ((await takeTurn(opened, task)) === 'over') return;
    await parts.clock.sleep(Math.ceil(parts.chance.next() * 50 * (turn + 1)));
  }
  await parts.store.fail(held, 'others kept writing about the same group', parts.clock.now() + waitOf(task));
};

async function takeTurn(now: Performing, task: Task): Promise<Turn> {
  if (now.row.back !== undefined) return compensate(now);
  const known = await know(now);
  switch (known.kind) {
    case 'known':
      return proceed(now, known);
    case 'failed':
      return unread(now, known);
    case 'unavailable':
      return giveBack(now, { again: now.parts.clock.now() + waitOf(task), why: known.why });
  }
}

function waitOf({ attempts }: Task): number {
  return Math.min(firstWait * 2 ** (attempts - 1), longestWait);
}
