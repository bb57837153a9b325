import type { Instant } from './instant.ts';

/** How many milliseconds the clocks of a time zone (by its IANA name) are ahead of UTC at a moment: the core has no zones of its own. */
export type OffsetOf = (zone: string, at: Instant) => number;

/** UTC for every zone: where nobody asks for others. */
export const inUtc: OffsetOf = () => 0;

/** A time by the clock: minutes since midnight, on any day or (0 = Sunday) on one day of the week. */
export interface ClockTime {
  readonly minute: number;
  readonly weekday: number | null;
}

const minute = 60_000;
const day = 1440 * minute;

/** What the clocks of a zone show at a moment. */
export function clockAt(
  zone: string,
  at: Instant,
  offsetOf: OffsetOf,
): { readonly minute: number; readonly weekday: number } {
  const local = at + offsetOf(zone, at);
  const days = Math.floor(local / day);
  // 1 January 1970 was a Thursday.
  return { minute: Math.floor((local - days * day) / minute), weekday: (((days + 4) % 7) + 7) % 7 };
}

/**
 * The next moment after `after` at which the clocks of a zone show a time: the first, where a change of clocks shows it twice;
 * what a change of clocks skips comes as much later.
 */
export function nextClock(wanted: ClockTime, zone: string, after: Instant, offsetOf: OffsetOf): Instant {
  const today = Math.floor((after + offsetOf(zone, after)) / day) * day;
  for (let ahead = -1; ahead <= 8; ahead++) {
    const at = momentOf(today + ahead * day + wanted.minute * minute, zone, offsetOf);
    if (at <= after) continue;
    const shown = Math.floor((today + ahead * day) / day) + 4;
    if (wanted.weekday === null || ((shown % 7) + 7) % 7 === wanted.weekday) return at;
  }
  return after + 7 * day;
}

function momentOf(local: number, zone: string, offsetOf: OffsetOf): Instant {
  const [before, behind] = [offsetOf(zone, local - day), offsetOf(zone, local + day)];
  const found = [local - Math.max(before, behind), local - Math.min(before, behind)];
  return found.find((at) => at + offsetOf(zone, at) === local) ?? local - before;
}
