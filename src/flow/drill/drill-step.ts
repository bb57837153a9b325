import { type Instant, writeInstant } from '../../core/leaf/instant.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import { saySpan } from '../../core/policy/span.ts';
import { slotOf } from '../live/schedule.ts';
import { tellTask } from '../live/watch/tell-task.ts';
import type { Drilled, DrillParts } from './drill-parts.ts';
import { isOverdue, lastDrill } from './last-drill.ts';
import { runDrill } from './run-drill.ts';

/** Where a drill is made, and how often, in milliseconds. */
export interface DrillSchedule {
  readonly site: Site;
  /** Without one: the group that is tagged. */
  readonly group: string | null;
  readonly every: number;
}

/** What scheduled drills work with, beside what each does. */
export interface ScheduledDrill extends DrillParts {
  readonly worker: string;
}

/** When a day of drills begins, in milliseconds after midnight UTC: whoever has quiet hours mostly has them before. */
const morning = 9 * 3_600_000;

/** The kind of their tasks: one for each slot of time, however many servers share the ledger. */
export const drillKind = 'drill';

/**
 * Makes the drill of now, if nobody has, and tells people when none has passed for too long. What cannot begin (no canary)
 * is tried again with the next slot, and told.
 */
export async function drillStep(parts: ScheduledDrill, schedule: DrillSchedule): Promise<Drilled | 'idle' | 'refused'> {
  const { clock, settings, store, worker } = parts;
  const { account, region } = schedule.site;
  const now = clock.now();
  const slot = slotOf(now - morning, schedule.every);
  const id = `${drillKind}/${account}/${region}/${slot}`;
  const isKnown = (await store.task(id)) !== null;
  const due = isKnown ? [] : [{ id, key: id, kind: drillKind, due: now, body: JSON.stringify(schedule) }];
  const tells = await overdueTells(parts, schedule, now);
  if (due.length + tells.length > 0) await store.append(0, 'any', [], { tasks: [...due, ...tells] });
  const span = settings.record + settings.decide + settings.tell + 2 * settings.act + 180_000;
  const leased = await store.lease({ worker, kinds: [drillKind], now, span, most: 1 });
  const [task] = leased.kind === 'leased' ? leased.tasks : [];
  if (task === undefined) return 'idle';
  const done = await runDrill(parts, JSON.parse(task.body) as DrillSchedule);
  const held = { task: task.id, fence: task.fence };
  const again = 'kind' in done ? done.until : parts.signal?.aborted === true ? clock.now() : undefined;
  if (again !== undefined) {
    await store.fail(held, 'kind' in done ? done.why : 'called off', again);
    return 'refused';
  }
  await store.finish(held);
  if (!('kind' in done)) return done;
  const detail = { link: 'ready', say: done.why };
  const told = tellTask({ about: task.id, revision: 'refused', why: 'drill-failed', due: clock.now(), detail });
  await store.append(0, 'any', [], { tasks: [told] });
  return 'refused';
}

async function overdueTells(parts: DrillParts, { every, site }: DrillSchedule, now: Instant) {
  const passedAt = (await lastDrill(parts, site))?.passedAt ?? null;
  if (!isOverdue(passedAt, every, now)) return [];
  const id = `drill/${site.account}/${site.region}`;
  const detail = { last: writeInstant(passedAt!), every: saySpan(every) };
  const tell = tellTask({ about: id, revision: slotOf(now, every), why: 'drill-overdue', due: now, detail });
  return (await parts.store.task(tell.id)) === null ? [tell] : [];
}
