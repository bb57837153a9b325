import type { Instant } from '../leaf/instant.ts';
import { type ClockTime, clockAt, nextClock, type OffsetOf } from '../leaf/zone.ts';
import type { Route } from './policy.ts';

/** The days of the week as a policy writes them. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Reads `09:00` (of every day) or `mon 09:00`; `null` when it is neither. */
export function readClockTime(text: string): ClockTime | null {
  const parts = /^(?:([a-z]{3}) )?([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (parts === null) return null;
  const weekday = (weekdays as readonly string[]).indexOf(parts[1] ?? '');
  if (parts[1] !== undefined && weekday === -1) return null;
  return { minute: Number(parts[2]) * 60 + Number(parts[3]), weekday: parts[1] === undefined ? null : weekday };
}

/** Reads `22:00-07:00`: from when to when, over midnight where it ends before it begins; `null` when it is none, or lasts no time. */
export function readHours(text: string): { readonly from: ClockTime; readonly to: ClockTime } | null {
  const [begin = '', end = '', ...rest] = text.split('-');
  const [from, to] = [readClockTime(begin), readClockTime(end)];
  if (rest.length > 0 || from === null || to === null || from.weekday !== null || to.weekday !== null) return null;
  return from.minute === to.minute ? null : { from, to };
}

/** When a route is told next in a digest; `null` where it has none. */
export function nextDigestOf(
  { dailyAt, weeklyAt, zone }: Pick<Route, 'dailyAt' | 'weeklyAt' | 'zone'>,
  after: Instant,
  offsetOf: OffsetOf,
): Instant | null {
  const wanted = readClockTime(weeklyAt ?? dailyAt ?? '');
  return wanted === null ? null : nextClock(wanted, zone, after, offsetOf);
}

/** The end of the quiet hours that a moment lies in; `null` when it lies in none. */
export function quietUntil(hours: string, zone: string, at: Instant, offsetOf: OffsetOf): Instant | null {
  const read = readHours(hours);
  if (read === null) return null;
  const { minute: now } = clockAt(zone, at, offsetOf);
  const [from, to] = [read.from.minute, read.to.minute];
  const isQuiet = from < to ? from <= now && now < to : from <= now || now < to;
  return isQuiet ? nextClock(read.to, zone, at, offsetOf) : null;
}

/** Whether a route tells when something happens, not once a day or week. */
export function isAtOnce({ dailyAt, weeklyAt }: Pick<Route, 'dailyAt' | 'weeklyAt'>): boolean {
  return dailyAt === null && weeklyAt === null;
}
