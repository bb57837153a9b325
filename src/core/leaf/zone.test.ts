import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockAt, inUtc, nextClock, type OffsetOf } from './zone.ts';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

/** A zone an hour ahead, two from day 100 to day 200 of 1970. */
const summer: OffsetOf = (_, at) => (at >= 100 * day + hour && at < 200 * day + hour ? 2 : 1) * hour;

test('1 January 1970 was a Thursday, and days before it count too', () => {
  expect(clockAt('UTC', 0, inUtc)).toEqual({ minute: 0, weekday: 4 });
  expect(clockAt('UTC', -minute, inUtc)).toEqual({ minute: 1439, weekday: 3 });
});

test('the next time of the clock lies ahead, is at most a day (or a week) away, and shows that time', () => {
  const anyTime = fc.record({ minute: fc.nat(1439), weekday: fc.option(fc.nat(6)) });
  const at = fc.integer({ min: 90 * day, max: 210 * day });
  fc.assert(
    fc.property(anyTime, at, fc.constantFrom(inUtc, summer), (wanted, after, offsetOf) => {
      const next = nextClock(wanted, 'x', after, offsetOf);
      expect(next).toBeGreaterThan(after);
      expect(next - after).toBeLessThanOrEqual((wanted.weekday === null ? day : 7 * day) + hour);
      const shown = clockAt('x', next, offsetOf);
      // From 02:00 to 03:00 of day 100 there is no clock.
      const isSkipped = wanted.minute >= 120 && wanted.minute < 180 && Math.floor(next / day) === 100;
      if (!isSkipped) expect(shown.minute).toBe(wanted.minute);
      if (wanted.weekday !== null) expect(shown.weekday).toBe(wanted.weekday);
    }),
  );
});

test('what a change of clocks skips comes as much later, and what it shows twice comes once', () => {
  const half = { minute: 150, weekday: null };
  expect(nextClock(half, 'x', 100 * day - hour, summer)).toBe(100 * day + 1.5 * hour);
  expect(nextClock(half, 'x', 200 * day - hour, summer)).toBe(200 * day + 0.5 * hour);
  expect(nextClock(half, 'x', 200 * day + 0.5 * hour, summer)).toBe(201 * day + 1.5 * hour);
});
