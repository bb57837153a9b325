import { systemClock } from '../../../src/apps/live/system-clock.ts';
import type { Clock } from '../../../src/contracts/live.ts';

/** The machine's clock, whose monotonic time can be put on: what comes again after a time does so then, and not when the machine is slow. */
export function movedClock(): { readonly clock: Clock; move(milliseconds: number): void } {
  let ahead = 0;
  return {
    clock: { ...systemClock, monotonic: () => systemClock.monotonic() + ahead },
    move: (milliseconds) => {
      ahead += milliseconds;
    },
  };
}
