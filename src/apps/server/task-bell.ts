import type { Clock } from '../../contracts/live.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import { type Alarms, alarms } from '../live/alarms.ts';

/** Wakes whoever waits for tasks: when one is due, or might be. */
export interface TaskBell extends Alarms {
  /** How often it rang so far. */
  rings(): number;
  /** Waits until it rings again after it had rung so often, or an alarm is due; at most so many milliseconds. */
  wait(most: number, signal: AbortSignal, rung: number): Promise<void>;
}

/** Alarms of this process wake it to the moment; tasks that others made are found by looking again after a while. */
export function taskBell(clock: Clock): TaskBell {
  const times = alarms();
  const sleepers = new Set<() => void>();
  let rings = 0;
  return {
    next: times.next,
    rings: () => rings,
    set: (at: Instant) => {
      if (at <= clock.now()) rings++;
      else times.set(at);
      for (const wake of [...sleepers]) wake();
    },
    wait: async (most, signal, rung) => {
      const end = clock.monotonic() + most;
      for (let left = most; left > 0 && rings === rung && !signal.aborted; left = end - clock.monotonic()) {
        const now = clock.now();
        const next = times.next(now);
        const woken = new AbortController();
        const wake = (): void => woken.abort();
        sleepers.add(wake);
        signal.addEventListener('abort', wake);
        await clock.sleep(Math.min(left, next === null ? left : next - now), woken.signal);
        sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
        if (next !== null && clock.now() >= next) return;
      }
    },
  };
}
