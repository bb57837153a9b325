import { type Instant, readInstant } from '../../core/leaf/instant.ts';
import { Complaint } from './complaint.ts';

const units: Readonly<Record<string, number>> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 };
const day = 864e5;

/**
 * Reads a time as people type it: ISO 8601 in UTC, a date, or an age such as `7d`, `12h`, `2w` before now. A date alone
 * means its first moment, or its last where an end is asked for.
 */
export function readWhen(text: string, now: Instant, end: 'first' | 'last' = 'first'): Instant | null {
  const age = /^(\d{1,5})([smhdw])$/.exec(text);
  if (age !== null) return now - Number(age[1]) * units[age[2]!]!;
  const at = readInstant(text);
  return at !== null && end === 'last' && /^\d{4}-\d\d-\d\d$/.test(text) ? at + day - 1 : at;
}

/** The same for the value of an option. */
export function whenOf(option: string, text: string, now: Instant, end: 'first' | 'last' = 'first'): Instant {
  const at = readWhen(text, now, end);
  if (at !== null) return at;
  throw new Complaint(
    `expected a time such as 2026-01-31T09:14:07Z, 2026-01-31 or 7d at \`${option}\`, got \`${text}\``,
  );
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time for a column: `Jan 31 09:14`, with the year where a period spans several. */
export function sayWhen(iso: string, withYear: boolean): string {
  const [, year = '', month = '1', date = '', time = ''] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(iso) ?? [];
  return withYear ? `${year}-${month}-${date} ${time}` : `${months[Number(month) - 1]} ${date} ${time}`;
}

/** A time in full: `2026-01-31 09:14:07`. */
export function sayTime(iso: string): string {
  return iso.replace('T', ' ').replace(/(\.\d+)?Z$/, '');
}
