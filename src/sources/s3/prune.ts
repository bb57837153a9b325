import { type Instant, writeInstant } from '../../core/leaf/instant.ts';

/** What of a bucket is asked for; `null` stands for all. */
export interface Wanted {
  readonly accounts: ReadonlySet<string> | null;
  readonly regions: ReadonlySet<string> | null;
  /** The first day by its prefix, `2026/01/31`. */
  readonly firstDay: string | null;
}

/** A log delivered this long before a moment holds no record from after it, whatever the clocks. */
const clockMargin = 24 * 60 * 60 * 1000;

/** The first day whose logs can hold records from then on. */
export function firstDayOf(since: Instant): string {
  return writeInstant(since - clockMargin)
    .slice(0, 10)
    .replaceAll('-', '/');
}

/**
 * Whether there can be something wanted below a prefix, told before it is listed, by CloudTrail's layout
 * `[prefix/]AWSLogs/[<organisation>/]<account>/CloudTrail/<region>/YYYY/MM/DD/` (CloudTrail user guide, "Finding your
 * CloudTrail log files"). Below no `AWSLogs/` everything is looked at.
 */
export function mayHoldWanted(prefix: string, { accounts, regions, firstDay }: Wanted): boolean {
  const parts = prefix.split('/').slice(0, -1);
  const last = parts.at(-1);
  if (last === 'CloudTrail-Digest' || last === 'CloudTrail-Insight') return false;
  const logs = parts.indexOf('AWSLogs');
  if (logs < 0) return true;
  const below = parts.slice(logs + 1);
  const [account, service, region, ...day] = /^o-/.test(below[0] ?? '') ? below.slice(1) : below;
  if (account === undefined) return true;
  if (!/^\d{12}$/.test(account) || (accounts !== null && !accounts.has(account))) return false;
  if (service !== undefined && service !== 'CloudTrail') return false;
  if (region !== undefined && regions !== null && !regions.has(region)) return false;
  const stands = day.slice(0, 3).join('/');
  return firstDay === null || !/^\d{4}(\/\d\d){0,2}$/.test(stands) || stands >= firstDay.slice(0, stands.length);
}
