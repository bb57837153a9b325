import { readInstant, writeInstant } from '../../../leaf/instant.ts';
import { readHours, weekdays } from '../../day-times.ts';
import { readRate, readSpan } from '../../span.ts';
import type { TextFormat } from '../text-format.ts';

/** A moment with its zone: a deadline that leaves out the zone ends at different times for different readers. */
export const instantFormat: TextFormat = {
  say: 'a moment such as `2026-03-01T18:00:00Z`',
  pattern: '^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d([.,]\\d{1,9})?)?(Z|[+-]\\d\\d:?\\d\\d)$',
  read: (text) => {
    const at = readInstant(text);
    if (at !== null && new RegExp(instantFormat.pattern).test(text)) return null;
    if (at === null)
      return { message: `expected ${instantFormat.say}, and that day and hour must exist`, suggestion: null };
    const lacks = /\d:\d/.test(text) ? 'its zone: `Z` is UTC' : 'its time and zone';
    return {
      message: `expected ${instantFormat.say}, \`${text.trim()}\` lacks ${lacks}`,
      suggestion: writeInstant(at),
    };
  },
};

/** A length of time. */
export const spanFormat: TextFormat = {
  say: 'a span of time such as `90s`, `10m`, `24h` or `30d`',
  pattern: '^[1-9]\\d{0,5}[smhd]$',
  read: (text) =>
    readSpan(text) === null ? { message: `expected ${spanFormat.say}`, suggestion: mendSpan(text) } : null,
  ofNumber: () => ({ text: null, why: 'a span has a unit: s, m, h or d' }),
};

/** So many in a length of time. */
export const rateFormat: TextFormat = {
  say: 'so many in a span of time, such as `20/1h`',
  pattern: '^(0|[1-9]\\d{0,5})/[1-9]\\d{0,5}[smhd]$',
  read: (text) =>
    readRate(text) === null ? { message: `expected ${rateFormat.say}`, suggestion: mendRate(text) } : null,
  ofNumber: () => ({ text: null, why: 'a rate says in which span' }),
};

/** A time of day. */
export const timeFormat: TextFormat = {
  say: 'a time of day such as `"09:00"`',
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
  read: (text) => {
    if (new RegExp(timeFormat.pattern).test(text)) return null;
    const parts = /^\s*(\d{1,2})(?::(\d\d))?(?::\d\d)?\s*(am|pm)?\s*$/i.exec(text);
    const [, hour = '', minute = '00', half] = parts ?? [];
    const of24 = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
    const guess = parts === null ? '' : `${String(of24).padStart(2, '0')}:${minute}`;
    const fits = new RegExp(timeFormat.pattern).test(guess);
    return { message: `expected ${timeFormat.say}`, suggestion: fits ? guess : null };
  },
};

/** A time of one day of the week. */
export const weeklyFormat: TextFormat = {
  say: 'a day of the week and a time, such as `"mon 09:00"`',
  pattern: `^(${weekdays.join('|')}) ([01]\\d|2[0-3]):[0-5]\\d$`,
  read: (text) => {
    if (new RegExp(weeklyFormat.pattern).test(text)) return null;
    const [, name = '', rest = ''] = /^\s*([a-z]+)[\s,]+(?:at\s+)?(.+)$/i.exec(text) ?? [];
    const weekday = weekdays.find((each) => name.toLowerCase().startsWith(each));
    const time = timeFormat.read(rest) === null ? rest : timeFormat.read(rest)?.suggestion;
    const isGuess = weekday !== undefined && typeof time === 'string';
    return { message: `expected ${weeklyFormat.say}`, suggestion: isGuess ? `${weekday} ${time}` : null };
  },
};

/** From one time of day to another, over midnight where it ends before it begins. */
export const hoursFormat: TextFormat = {
  say: 'hours such as `"22:00-07:00"`',
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d$',
  read: (text) => {
    if (readHours(text) !== null) return null;
    if (new RegExp(hoursFormat.pattern).test(text))
      return { message: `expected ${hoursFormat.say}, and some time between them`, suggestion: null };
    const ends = text.split(/\s*(?:-|–|to|until)\s*/i).map((each) => {
      return timeFormat.read(each) === null ? each : (timeFormat.read(each)?.suggestion ?? '');
    });
    const guess = ends.length === 2 ? ends.join('-') : '';
    return { message: `expected ${hoursFormat.say}`, suggestion: readHours(guess) === null ? null : guess };
  },
};

/** The name of a time zone; whether there is such a place is for those who have the zones. Source: IANA time zone database. */
export const zoneFormat: TextFormat = {
  say: 'a time zone by its IANA name, such as `Europe/Berlin` or `UTC`',
  pattern: '^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$',
  read: (text) => {
    if (new RegExp(zoneFormat.pattern).test(text)) return null;
    return { message: `expected ${zoneFormat.say}`, suggestion: /^(utc|z)$/i.test(text) ? 'UTC' : null };
  },
};

const units: Readonly<Record<string, readonly [number, string]>> = {
  s: [1, 's'],
  m: [1, 'm'],
  h: [1, 'h'],
  d: [1, 'd'],
  w: [7, 'd'],
  y: [365, 'd'],
};

function mendSpan(text: string): string | null {
  const parts = /^\s*(\d{1,5})(?:\.0*)?\s*(s|m|h|d|w|y)[a-z]*\s*$/i.exec(text);
  const [times, unit] = units[parts?.[2]?.toLowerCase() ?? ''] ?? [0, ''];
  const guess = `${Number(parts?.[1]) * times}${unit}`;
  const isNoUnit = /^\s*\d+\s*(mo|ms|mil)/i.test(text);
  return !isNoUnit && readSpan(guess) !== null ? guess : null;
}

function mendRate(text: string): string | null {
  const parts = /^\s*(\d{1,6})\s*(?:\/|per|in|an?|every)\s*(\d*)\s*([a-z]+)\s*$/i.exec(text);
  if (parts === null) return null;
  const span = mendSpan(`${parts[2] === '' ? '1' : parts[2]}${parts[3]}`);
  const guess = `${Number(parts[1])}/${span}`;
  return span !== null && readRate(guess) !== null ? guess : null;
}
