import { describe, expect, test } from 'vitest';
import { systemClock } from '../live/system-clock.ts';
import { taskBell } from './task-bell.ts';

const never = new AbortController().signal;
/** How long a wait takes that nothing ends; milliseconds. */
const most = 30_000;

async function waited(wait: Promise<void>): Promise<number> {
  const began = performance.now();
  await wait;
  return performance.now() - began;
}

describe('the bell of tasks', () => {
  test('a task that is due now wakes who waits, and who was just about to wait', async () => {
    const bell = taskBell(systemClock);
    const rung = bell.rings();
    const waiting = waited(bell.wait(most, never, rung));
    bell.set(Date.now());
    expect(await waiting).toBeLessThan(most);
    expect(await waited(bell.wait(most, never, rung))).toBeLessThan(most);
  });

  test('a task of later wakes at its time, also one that comes before the one that is waited for', async () => {
    const bell = taskBell(systemClock);
    bell.set(Date.now() + most);
    const waiting = waited(bell.wait(most, never, bell.rings()));
    bell.set(Date.now() + 100);
    const took = await waiting;
    expect(took).toBeGreaterThan(80);
    expect(took).toBeLessThan(most);
  });

  test('nothing due: it waits as long as it was told, or until it is stopped', async () => {
    const bell = taskBell(systemClock);
    expect(await waited(bell.wait(60, never, bell.rings()))).toBeGreaterThan(50);
    const stop = new AbortController();
    const waiting = waited(bell.wait(most, stop.signal, bell.rings()));
    stop.abort();
    expect(await waiting).toBeLessThan(most);
  });
});
