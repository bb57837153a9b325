import { expect, test } from 'vitest';
import { inUtc } from '../leaf/zone.ts';
import { nextDigestOf, quietUntil, readClockTime, readHours } from './day-times.ts';

const monday = Date.UTC(2026, 2, 2);
const hour = 3_600_000;

test.each([
  ['09:00', { minute: 540, weekday: null }],
  ['mon 09:30', { minute: 570, weekday: 1 }],
  ['sun 00:00', { minute: 0, weekday: 0 }],
  ['9:00', null],
  ['24:00', null],
  ['moon 09:00', null],
  ['xyz 09:00', null],
  ['', null],
])('the time %s', (text, read) => expect(readClockTime(text)).toEqual(read));

test.each(['22:00', '22:00-22:00', '22:00-7:00', 'mon 22:00-07:00', '22:00-06:00-07:00', ''])(
  '%s are no hours',
  (text) => expect(readHours(text)).toBeNull(),
);

test('quiet hours end at their end, over midnight too, and are over then', () => {
  const until = (hours: string, at: number) => {
    const end = quietUntil(hours, 'UTC', monday + at * hour, inUtc);
    return end === null ? null : (end - monday) / hour;
  };
  expect([21.9, 22, 23, 24, 30, 31].map((at) => until('22:00-07:00', at))).toEqual([null, 31, 31, 31, 31, null]);
  expect([8, 9, 16.5, 17].map((at) => until('09:00-17:00', at))).toEqual([null, 17, 17, null]);
  expect(until('no hours', 1)).toBeNull();
});

test('a route without a time has no digest; with one it comes daily or weekly', () => {
  const next = (dailyAt: string | null, weeklyAt: string | null) => {
    const at = nextDigestOf({ dailyAt, weeklyAt, zone: 'UTC' }, monday + 10 * hour, inUtc);
    return at === null ? null : (at - monday) / hour;
  };
  expect([next(null, null), next('09:00', null), next(null, 'mon 09:00'), next(null, 'tue 09:00')]).toEqual([
    ...[null, 33, 177, 33],
  ]);
});
