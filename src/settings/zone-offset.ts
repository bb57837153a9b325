import type { OffsetOf } from '../core/leaf/zone.ts';

/** How far the clocks of a time zone are ahead of UTC, by the zones that come with Node; 0 for one that there is not. */
export const offsetOf: OffsetOf = (zone, at) => {
  const clock = clockOf(zone);
  if (clock === null) return 0;
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)] as const));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(at / 1000) * 1000;
};

const clocks = new Map<string, Intl.DateTimeFormat | null>();

function clockOf(zone: string): Intl.DateTimeFormat | null {
  if (!clocks.has(zone)) clocks.set(zone, newClock(zone));
  return clocks.get(zone) ?? null;
}

function newClock(timeZone: string): Intl.DateTimeFormat | null {
  const numeric = 'numeric';
  try {
    return new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone, hourCycle: 'h23', calendar: 'gregory', numberingSystem: 'latn' },
      ...{ year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric },
    });
  } catch {
    return null;
  }
}
