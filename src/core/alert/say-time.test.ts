import { describe, expect, test } from 'vitest';
import { sayClock, sayLength, sayMoment } from './say-time.ts';

const at = Date.UTC(2026, 0, 31, 9, 14, 7, 120);

describe('times', () => {
  test('lengths are said in the unit a person would use', () => {
    expect([20_000, 119_000, 14 * 60_000, 185 * 60_000, 100 * 36e5, 90 * 864e5].map(sayLength)).toEqual([
      '20 s',
      '119 s',
      '14 min',
      '3 h 5 min',
      '4 d 4 h',
      '90 d',
    ]);
  });

  test('a moment is said in full, in UTC', () => expect(sayMoment(at)).toBe('2026-01-31 09:14:07 UTC'));

  test('a time of today is said without its date, one of another day with it', () => {
    expect(sayClock(at, at + 3_600_000)).toBe('09:14 UTC');
    expect(sayClock(at, at + 86_400_000)).toBe('2026-01-31 09:14 UTC');
  });
});
