const longest = 24 * 3_600_000;

/**
 * How long a service asks to wait, in milliseconds and at most a day: `Retry-After` is seconds or a date (RFC 9110 10.2.3). A date is
 * read against the service's own clock (`Date`) where it tells it. `null` where it says nothing that can be read.
 */
export function readRetryAfter(text: string | undefined, date: string | undefined, now: number): number | null {
  const value = text?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(value)) return Math.min(Math.ceil(Number(value) * 1000), longest);
  const until = /^[A-Za-z]{3},? /.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(until)) return null;
  const since = Date.parse(date ?? '');
  return Math.min(Math.max(until - (Number.isNaN(since) ? now : since), 0), longest);
}
