/**
 * How much a record tells, by the year from which CloudTrail wrote so:
 * 2014 no IPv6 and no lists, answers without request id; 2017 with IPv6 and lists; 2019 answers with request id; 2021
 * Authorize answers rule ids; 2024 their ARNs, too, and those of groups; 2026 Revoke answers what it took away.
 * Source: real records of those years.
 */
export type Era = 2014 | 2017 | 2019 | 2021 | 2024 | 2026;

/** The way records are written now. */
export const latestEra: Era = 2026;

/** The `eventVersion` of an era's records. */
export function versionOf(era: Era): string {
  return { 2014: '1.01', 2017: '1.05', 2019: '1.05', 2021: '1.08', 2024: '1.10', 2026: '1.11' }[era];
}
