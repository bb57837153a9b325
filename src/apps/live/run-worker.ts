import type { Instant } from '../../core/leaf/instant.ts';
import type { LiveParts } from '../../flow/live/live-parts.ts';
import { scheduleStep } from '../../flow/live/schedule.ts';
import { watchStep } from '../../flow/live/watch/watch-step.ts';
import { taskStep } from '../../flow/live/work.ts';
import type { Alarms } from './alarms.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** A worker whose clock jumps to the next thing that happens. */
export interface Running {
  readonly parts: LiveParts;
  readonly clock: VirtualClock;
  readonly alarms: Alarms;
  /** When the next message comes in; `null` when none is on its way. */
  readonly arrivals: () => Instant | null;
  /** What else is done at each moment, by others than the worker. */
  readonly also?: () => Promise<'worked' | 'idle'>;
}

/** Steps that one moment may take; more would mean that it never ends. */
const mostSteps = 10_000;

/** Lets a worker work until a moment; `told` is called after each step that did something. */
export async function runWorker(running: Running, until: Instant, told: () => Promise<void>): Promise<void> {
  const { clock, alarms, arrivals, parts } = running;
  for (;;) {
    await workNow(running, told);
    const now = clock.now();
    const slot = (Math.floor(now / parts.settings.sealEvery) + 1) * parts.settings.sealEvery;
    const next = Math.min(alarms.next(now) ?? slot, arrivals() ?? slot, slot);
    if (next >= until) break;
    clock.advance(Math.max(next, now + 1));
  }
  clock.advance(until);
}

/** Does everything that is due now. */
async function workNow({ also, parts }: Running, told: () => Promise<void>): Promise<void> {
  await scheduleStep(parts);
  for (let steps = 0; steps < mostSteps; steps++) {
    const watched = await watchStep(parts);
    const did = await taskStep(parts);
    const others = (await also?.()) ?? 'idle';
    if (watched === 'idle' && did === 'idle' && others === 'idle') return;
    await told();
  }
  throw new Error(`expected the worker to come to rest, it did ${mostSteps} steps at one moment`);
}
