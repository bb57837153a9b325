import type { NewTask } from '../../contracts/store.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { LiveParts } from './live-parts.ts';
import { isNews } from './seal.ts';
import { sweepsDue } from './sweep/sweeps-due.ts';
import { readRow, rowName } from './tables.ts';
import type { TaskKind } from './task-kinds.ts';

const day = 86_400_000;

/**
 * Makes what is due by the clock: a sweep of each site, a seal where there is news, and retention. Each is named by its
 * slot of time, so that any number of workers make one; slots that passed while nobody worked are not made up for.
 */
export async function scheduleStep(parts: LiveParts): Promise<void> {
  const { store, clock, settings } = parts;
  const now = clock.now();
  const sites = settings.sweepFull === undefined ? settings.sites : await sweepsDue(parts, settings.sweepFull);
  const wanted: NewTask[] = sites.map(({ account, region }) => {
    const slot = slotOf(now, settings.sweepEvery);
    return newTask('sweep', `${account}/${region}/${slot}`, now, { site: { account, region }, slot });
  });
  const sealSlot = slotOf(now, settings.sealEvery);
  wanted.push(newTask('seal', sealSlot, now, { slot: sealSlot }));
  if (settings.keepBodies !== null) wanted.push(newTask('retain', slotOf(now, day), now, { slot: slotOf(now, day) }));
  const tasks: NewTask[] = [];
  for (const task of wanted) if ((await store.task(task.id)) === null) tasks.push(task);
  const isSealed = tasks.some(({ kind }) => kind === 'seal') && !(await hasNews(parts));
  const due = isSealed ? tasks.filter(({ kind }) => kind !== 'seal') : tasks;
  // A store that cannot be reached is asked again at the next step.
  if (due.length > 0) await store.append(0, 'any', [], { tasks: due });
}

async function hasNews({ store }: LiveParts): Promise<boolean> {
  const last = readRow('sealed', await store.row(rowName('sealed', 'last')));
  return isNews(await store.heads(), last);
}

/** The number of the span of time that a moment lies in, as text. */
export function slotOf(at: Instant, span: number): string {
  return String(Math.floor(at / span));
}

/** A task that is one by its kind and name. */
export function newTask(kind: TaskKind, name: string, due: Instant, body: unknown): NewTask {
  return { id: `${kind}/${name}`, key: `${kind}/${name}`, kind, due, body: JSON.stringify(body) };
}
