import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRetryAfter } from './retry-after.ts';

const now = Date.UTC(2026, 0, 31, 9, 14, 7);

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['30', 30_000],
    [' 7 ', 7000],
    ['1.5', 1500],
    ['99999999', 86_400_000],
    ['Sat, 31 Jan 2026 09:15:07 GMT', 60_000],
    ['Sat, 31 Jan 2026 09:00:00 GMT', 0],
    ['Fri, 31 Dec 2027 23:59:59 GMT', 86_400_000],
    ['', null],
    ['soon', null],
    ['-5', null],
    ['1e9', null],
  ])('`%s` means %s ms', (text, millis) => {
    expect(readRetryAfter(text, undefined, now)).toBe(millis);
  });

  test('a date is read against the clock of the service, which may differ from ours', () => {
    const date = 'Sat, 31 Jan 2026 10:00:00 GMT';
    expect(readRetryAfter('Sat, 31 Jan 2026 10:00:05 GMT', date, now)).toBe(5000);
    expect(readRetryAfter('Sat, 31 Jan 2026 09:14:12 GMT', 'nonsense', now)).toBe(5000);
  });

  test('whatever stands there, the time is within a day or not said', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (text, date) => {
        const millis = readRetryAfter(text, date, now);
        expect(millis === null || (millis >= 0 && millis <= 86_400_000)).toBe(true);
      }),
    );
    expect(readRetryAfter(undefined, undefined, now)).toBeNull();
  });
});
