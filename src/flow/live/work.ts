import type { Task } from '../../contracts/store.ts';
import { digestName } from '../../core/leaf/digest.ts';
import { expire } from './expire.ts';
import type { LiveParts } from './live-parts.ts';
import { act } from './perform/act.ts';
import { askEnd } from './perform/ask-end.ts';
import { remind } from './remind.ts';
import { retain } from './retain.ts';
import { seal } from './seal.ts';
import { grace } from './sweep/grace.ts';
import { look } from './sweep/look.ts';
import { revisit } from './sweep/revisit.ts';
import { sweep } from './sweep/sweep.ts';
import { type TaskHandler, type TaskKind, taskKinds } from './task-kinds.ts';
import { tellTask } from './watch/tell-task.ts';

/** Who does what kind of task; whoever delivers takes `tell`. */
const handlers: Readonly<Record<(typeof taskKinds)[number], TaskHandler>> = {
  act,
  'ask-end': askEnd,
  look,
  grace,
  expire,
  sweep,
  seal,
  retain,
  revisit,
  remind,
};

/** Milliseconds. */
const [firstDelay, lastDelay] = [1_000, 300_000];

/** Leases one task that is due, of these kinds, and has it done. A handler that throws loses nothing: the task comes again. */
export async function taskStep(parts: LiveParts, kinds: readonly TaskKind[] = taskKinds): Promise<'worked' | 'idle'> {
  const { store, clock, worker, settings } = parts;
  const known = kinds.filter((kind) => kind !== 'tell' && kind !== 'escalate');
  const leased = await store.lease({ worker, kinds: known, now: clock.now(), span: settings.lease, most: 1 });
  const [task] = leased.kind === 'leased' ? leased.tasks : [];
  if (task === undefined) return 'idle';
  try {
    await handlers[task.kind as (typeof taskKinds)[number]](parts, task);
  } catch (error) {
    await giveBack(parts, task, error instanceof Error ? error.message : String(error));
  }
  return 'worked';
}

/** Gives a task back for later and tells people why, once for each reason. What fails here ends with the lease. */
async function giveBack({ store, clock }: LiveParts, task: Task, why: string): Promise<void> {
  const now = clock.now();
  const again = now + Math.min(firstDelay * 2 ** Math.min(task.attempts - 1, 20), lastDelay);
  const told = tellTask({ about: task.id, revision: digestName(why), why: 'fault', due: now });
  const failed = [{ task: task.id, fence: task.fence, why, again }];
  await store.append(0, 'any', [], { failed, tasks: [told] });
}
