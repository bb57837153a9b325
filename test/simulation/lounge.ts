import type { Instant } from '../../src/core/leaf/instant.ts';
import type { Wire } from './faults/wire.ts';
import type { Schedule } from './schedule.ts';
import type { Lounge } from './worker.ts';

/** A lounge, and when those in it are called: each time something falls due by any worker's clock. */
export interface CalledLounge extends Lounge {
  callAt(when: Instant): void;
  /** How many wait now. */
  count(): number;
}

const atMost = 60_000;

/** Nobody waits longer than a minute; `skew`: how far a clock may be behind. */
export function createLounge(schedule: Schedule, skew: number): CalledLounge {
  let waiting: { readonly wire: Wire; readonly go: () => void }[] = [];
  const call = () => {
    const all = waiting;
    waiting = [];
    for (const { wire, go } of all) if (wire.isUp()) go();
  };
  const called = new Set<Instant>();
  const callAt = (when: Instant) => {
    if (called.has(when) || when <= schedule.now()) return;
    called.add(when);
    schedule.at(when, () => {
      called.delete(when);
      call();
    });
  };
  return {
    callAt: (when) => {
      callAt(when);
      callAt(when + skew + 10);
    },
    count: () => waiting.length,
    wait: (wire) =>
      new Promise((resolve) => {
        let isOver = false;
        const go = () => {
          if (isOver || !wire.isUp()) return;
          isOver = true;
          resolve();
        };
        waiting.push({ wire, go });
        schedule.at(schedule.now() + atMost, go);
      }),
  };
}
