import { expect, test } from 'vitest';
import { routeOf } from '../../../test/builders/told-decision.ts';
import { nextDigest } from './digest-clock.ts';

const next = (zone: string, dailyAt: string, after: string): string =>
  new Date(nextDigest(routeOf({ zone, dailyAt }), Date.parse(after))).toISOString();

test('a digest comes at its time by the clock of its zone, summer and winter', () => {
  expect(next('UTC', '09:00', '2026-03-02T08:59:59Z')).toBe('2026-03-02T09:00:00.000Z');
  expect(next('UTC', '09:00', '2026-03-02T09:00:00Z')).toBe('2026-03-03T09:00:00.000Z');
  expect(next('Europe/Berlin', '09:00', '2026-01-10T12:00:00Z')).toBe('2026-01-11T08:00:00.000Z');
  expect(next('Europe/Berlin', '09:00', '2026-07-10T12:00:00Z')).toBe('2026-07-11T07:00:00.000Z');
  expect(next('Asia/Kolkata', '09:00', '2026-03-02T00:00:00Z')).toBe('2026-03-02T03:30:00.000Z');
});

test('across a change of clocks it keeps the time of the clock', () => {
  expect(next('Europe/Berlin', '09:00', '2026-03-28T12:00:00Z')).toBe('2026-03-29T07:00:00.000Z');
  expect(next('Europe/Berlin', '09:00', '2026-10-24T12:00:00Z')).toBe('2026-10-25T08:00:00.000Z');
});
