import { expect, test } from 'vitest';
import { nextClock } from '../core/leaf/zone.ts';
import { offsetOf } from './zone-offset.ts';

const next = (zone: string, minute: number, after: string, weekday: number | null = null): string =>
  new Date(nextClock({ minute, weekday }, zone, Date.parse(after), offsetOf)).toISOString();

const nine = 9 * 60;

test('a digest comes at its time by the clock of its zone, summer and winter', () => {
  expect(next('UTC', nine, '2026-03-02T08:59:59Z')).toBe('2026-03-02T09:00:00.000Z');
  expect(next('UTC', nine, '2026-03-02T09:00:00Z')).toBe('2026-03-03T09:00:00.000Z');
  expect(next('Europe/Berlin', nine, '2026-01-10T12:00:00Z')).toBe('2026-01-11T08:00:00.000Z');
  expect(next('Europe/Berlin', nine, '2026-07-10T12:00:00Z')).toBe('2026-07-11T07:00:00.000Z');
  expect(next('Asia/Kolkata', nine, '2026-03-02T00:00:00Z')).toBe('2026-03-02T03:30:00.000Z');
  expect(next('Pacific/Auckland', nine, '2026-03-02T00:00:00Z')).toBe('2026-03-02T20:00:00.000Z');
});

test('across a change of clocks it keeps the time of the clock', () => {
  expect(next('Europe/Berlin', nine, '2026-03-28T12:00:00Z')).toBe('2026-03-29T07:00:00.000Z');
  expect(next('Europe/Berlin', nine, '2026-10-24T12:00:00Z')).toBe('2026-10-25T08:00:00.000Z');
});

test('a time that a change of clocks skips comes as much later, and one that it shows twice the first time', () => {
  const half = 2 * 60 + 30;
  expect(next('Europe/Berlin', half, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:30:00.000Z');
  expect(next('Europe/Berlin', half, '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
  expect(next('Europe/Berlin', half, '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
});

test('a weekly digest comes on its day, by the days of the zone', () => {
  const monday = 1;
  expect(next('UTC', nine, '2026-03-02T08:00:00Z', monday)).toBe('2026-03-02T09:00:00.000Z');
  expect(next('UTC', nine, '2026-03-02T09:00:00Z', monday)).toBe('2026-03-09T09:00:00.000Z');
  expect(next('Pacific/Auckland', nine, '2026-03-02T00:00:00Z', monday)).toBe('2026-03-08T20:00:00.000Z');
});

test('a zone that there is not counts as UTC', () => {
  expect(offsetOf('Mars/Olympus', 0)).toBe(0);
});
