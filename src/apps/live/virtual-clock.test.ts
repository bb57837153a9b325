import { describe, expect, it } from 'vitest';
import { virtualClock } from './virtual-clock.ts';

describe('virtualClock', () => {
  it('stands still until it is moved, and never goes back', () => {
    const clock = virtualClock(1000);
    expect([clock.now(), clock.monotonic()]).toEqual([1000, 0]);
    clock.advance(1500);
    clock.advance(1200);
    expect([clock.now(), clock.monotonic()]).toEqual([1500, 500]);
  });

  it('who sleeps by it is awake at once, that much later', async () => {
    const clock = virtualClock(0);
    await clock.sleep(60_000);
    await clock.sleep(-5);
    expect(clock.now()).toBe(60_000);
  });
});
