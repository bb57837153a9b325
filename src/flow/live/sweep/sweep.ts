import type { Site } from '../../../core/plan/act/intent.ts';
import { keepLeased } from '../keep-leased.ts';
import { slotOf } from '../schedule.ts';
import { readRow, rowName } from '../tables.ts';
import type { TaskHandler } from '../task-kinds.ts';
import { endTask } from './end-task.ts';
import { knownSubjects } from './known-subjects.ts';
import { sweepGroup } from './sweep-group.ts';
import { sweepThings } from './sweep-things.ts';
import { unswept, wholeSweep } from './whole-sweep.ts';

/**
 * Reads all of an account and region, and holds group by group against what is known, those that are gone as well: the
 * second way by which a change is found, should its record never come. Each group is one commit, so a sweep that a crash
 * ended goes on where it was; that it read everything is written when it is true.
 */
export const sweep: TaskHandler = async (parts, task) => {
  const { store, gatherer, clock, settings } = parts;
  const { site, slot } = JSON.parse(task.body) as { readonly site: Site; readonly slot: string };
  if (Number(slot) < Number(slotOf(clock.now(), settings.sweepEvery))) return endTask(parts, task, { kind: 'nothing' });
  const lease = keepLeased(parts, task);
  const name = rowName('swept', site.account, site.region);
  const row = await store.row(name);
  const last = readRow('swept', row);
  const looked = await gatherer.perimeter(site);
  if (looked.kind === 'failed') return endTask(parts, task, await unswept(parts, task, site, looked));
  const { started, ended, found } = looked;
  const groups = new Map(found.groups.map((group) => [group.id, group]));
  const ids = new Set([...groups.keys(), ...(await knownSubjects(store, site, 'sg-'))]);
  const later: string[] = [];
  for (const thing of await sweepThings(parts, task, { site, started, ended, found })) later.push(thing);
  for (const id of [...ids].sort()) {
    if (!(await lease())) return;
    const about = { site, id, group: groups.get(id) ?? null, started, ended, lists: found.lists };
    const done = await sweepGroup(parts, task, { ...about, swept: last?.started ?? null });
    if (done.kind === 'over') return;
    if (done.kind === 'later') later.push(done.why);
  }
  if (later.length > 0) return endTask(parts, task, { kind: 'later', why: later[0]! });
  const whole = { site, slot, started, ended, groups: new Set(groups.keys()), version: row.version };
  const { entries, ...effects } = await wholeSweep(parts, whole, task);
  const done = await store.append(0, 'any', entries, {
    ...effects,
    finished: [{ task: task.id, fence: task.fence }],
  });
  if (done.kind === 'stale' || done.kind === 'duplicate') await endTask(parts, task, { kind: 'nothing' });
};
