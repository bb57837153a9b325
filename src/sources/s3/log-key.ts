import { holdsNoRecords } from '../archive/file-name.ts';

/**
 * Whether an object can hold CloudTrail records, by its key. Below `AWSLogs/` stand other logs, digests, Insights and Config
 * snapshots beside them (CloudTrail user guide, "Finding your CloudTrail log files"; AWS Config developer guide,
 * "Delivery of configuration items"); elsewhere names say nothing, so that only what never is a log is left out.
 */
export function mayHoldRecords(key: string): boolean {
  const parts = key.split('/');
  const name = parts.at(-1)!;
  if (name === '' || holdsNoRecords(name)) return false;
  if (/_(CloudTrail-Digest|CloudTrail-Insight|Config)_/.test(name)) return false;
  if (parts.some((part) => part === 'CloudTrail-Digest' || part === 'CloudTrail-Insight')) return false;
  const logs = parts.indexOf('AWSLogs');
  if (logs < 0) return true;
  const below = parts.slice(logs + 1);
  const [account, service] = /^o-/.test(below[0] ?? '') ? [below[1], below[2]] : [below[0], below[1]];
  // A file that somebody put there by hand is read; what another service puts there is not.
  return service === undefined || !/^\d{12}$/.test(account ?? '') || service === 'CloudTrail' || service === name;
}
