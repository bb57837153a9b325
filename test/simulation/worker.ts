import type { LiveParts } from '../../src/flow/live/live-parts.ts';
import type { Wire } from './faults/wire.ts';
import { Unreachable } from './faults/wired-store.ts';

/** The steps of the product that a worker takes in turn. */
export interface Flow {
  readonly schedule: (parts: LiveParts) => Promise<void>;
  readonly watch: (parts: LiveParts) => Promise<'worked' | 'idle'>;
  readonly task: (parts: LiveParts) => Promise<'worked' | 'idle'>;
}

/** Where idle workers wait until something may be to do. */
export interface Lounge {
  wait(wire: Wire, skew: number): Promise<void>;
}

/** What a life of a worker has beside its parts; `skew`: how wrong its clock is. */
export interface Life {
  readonly wire: Wire;
  readonly skew: number;
  readonly lounge: Lounge;
  readonly threw: (problem: unknown) => void;
  /** A step did something. */
  readonly took: () => void;
}

const scheduleEvery = 30_000;

/** One life of a worker: it works until its wire is cut. What a step throws is told, and the next step tried. */
export async function work(flow: Flow, parts: LiveParts, { wire, skew, lounge, threw, took }: Life): Promise<void> {
  let scheduled = Number.NEGATIVE_INFINITY;
  while (wire.isUp()) {
    try {
      if (parts.clock.monotonic() >= scheduled + scheduleEvery) {
        scheduled = parts.clock.monotonic();
        await flow.schedule(parts);
      }
      const watched = await flow.watch(parts);
      if (watched === 'worked') took();
      const worked = await flow.task(parts);
      if (worked === 'worked') took();
      if (watched === 'idle' && worked === 'idle') await lounge.wait(wire, skew);
    } catch (problem) {
      if (!(problem instanceof Unreachable)) threw(problem);
      await wire.rest(1_000);
    }
  }
}
