import type { Instant } from '../../core/leaf/instant.ts';
import type { Route } from '../../core/policy/policy.ts';

const minute = 60_000;

/** When a daily route is told next after a time, by the clock of its zone (a time that a change of clocks skips comes at the next minute that is). */
export function nextDigest({ dailyAt, zone }: Route, after: Instant): Instant {
  const wanted = dailyAt ?? '00:00';
  const [hour = 0, least = 0] = wanted.split(':').map(Number);
  const [nowHour, nowMinute] = clockOf(zone, after);
  const ahead = (hour * 60 + least - (nowHour * 60 + nowMinute) + 1440) % 1440;
  const start = Math.floor(after / minute) * minute;
  const guess = start + (ahead === 0 ? 1440 : ahead) * minute;
  const shifts = [0, 60, -60, 30, -30].map((each) => guess + each * minute);
  return shifts.find((each) => each > after && clockOf(zone, each).join() === [hour, least].join()) ?? guess;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string, at: Instant): readonly [number, number] {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  clocks.set(zone, clock);
  const [hour, least] = clock.format(at).split(':').map(Number);
  return [hour!, least!];
}
