import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/contracts/live.ts';

/** The contract of every clock: the one suite that each implementation passes. */
export function clockContract(name: string, make: () => Clock): void {
  describe(name, () => {
    it('tells milliseconds since 1970, whole or not, and monotonic ones that never go back', async () => {
      const clock = make();
      expect(clock.now()).toBeGreaterThan(Date.UTC(2020));
      let last = clock.monotonic();
      for (let turn = 0; turn < 1000; turn++) {
        const next = clock.monotonic();
        expect(next).toBeGreaterThanOrEqual(last);
        last = next;
      }
    });

    it('sleeps as long as it was told to', async () => {
      const clock = make();
      const before = clock.monotonic();
      await clock.sleep(30);
      // Timers of Node may be a millisecond early.
      expect(clock.monotonic() - before).toBeGreaterThanOrEqual(29);
    });

    it('does not sleep for no time or less', async () => {
      const clock = make();
      expect(await isFirst(clock.sleep(0))).toBe(true);
      expect(await isFirst(clock.sleep(-5_000))).toBe(true);
    });

    it('wakes at once, and without an error, when it is called', async () => {
      const clock = make();
      expect(await isFirst(clock.sleep(3_600_000, AbortSignal.abort()))).toBe(true);
      const calling = new AbortController();
      const sleeping = clock.sleep(3_600_000, calling.signal);
      calling.abort();
      expect(await isFirst(sleeping)).toBe(true);
    });

    it('sleeps for longer than a timer can hold, and does not wake at once', async () => {
      const clock = make();
      const calling = new AbortController();
      const before = clock.monotonic();
      const sleeping = clock.sleep(2 ** 31 + 60_000, calling.signal);
      const early = await Promise.race([sleeping.then(() => clock.monotonic() - before), shortly()]);
      expect(early === null || early >= 2 ** 31).toBe(true);
      calling.abort();
      await sleeping;
    });
  });
}

async function shortly(): Promise<null> {
  await new Promise((resolve) => setTimeout(resolve, 20));
  return null;
}

/** Whether it ends before a timer of a second does: on a machine that stalls, that is late as well. */
async function isFirst(sleeping: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), 1000);
  });
  const first = await Promise.race([sleeping.then(() => true), late]);
  clearTimeout(timer);
  return first;
}
