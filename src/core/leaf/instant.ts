/** A moment: milliseconds since 1970-01-01T00:00:00Z. CloudTrail gives whole seconds. */
export type Instant = number;

const shape =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?)?$/;

/** Reads an ISO 8601 date or time as UTC (no zone means UTC; a date alone means its midnight); `null` when it is not one. */
export function readInstant(text: string): Instant | null {
  const parts = shape.exec(text.trim());
  if (parts === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = parts;
  const millis = Number(fraction.padEnd(3, '0').slice(0, 3));
  const utc = Date.UTC(+year!, +month! - 1, +day!, +hour, +minute, +second, millis);
  const back = new Date(utc);
  const exact =
    back.getUTCFullYear() === +year! &&
    back.getUTCMonth() === +month! - 1 &&
    back.getUTCDate() === +day! &&
    +hour < 24 &&
    +minute < 60 &&
    +second < 60;
  return exact ? utc - readZone(zone) : null;
}

/** Prints a moment as `2026-01-31T09:14:07Z`, with milliseconds only when there are any. */
export function writeInstant(at: Instant): string {
  const text = new Date(at).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

function readZone(zone: string): number {
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}
