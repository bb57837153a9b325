import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** A machine is idle enough to measure on when others use less than this of one processor. */
export const idleBelow = 0.12;

/** Seconds that all processors together were busy since the machine began; exact to some hundredths. */
export function busySeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000;
}

/** Waits until nothing else runs for half a second, but at most so many seconds; says whether it came to that. */
export async function awaitIdle(atMostSeconds: number): Promise<boolean> {
  for (let waited = 0; waited < atMostSeconds; waited += 0.5) {
    const before = busySeconds();
    await sleep(500);
    if ((busySeconds() - before) / 0.5 < idleBelow) return true;
  }
  return false;
}
