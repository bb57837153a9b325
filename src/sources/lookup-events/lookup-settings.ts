import type { HistoryOf } from './lookup-calls.ts';
import { usualPace } from './start-pacer.ts';

/** How Event histories are followed. Times are milliseconds. */
export interface LookupSettings {
  readonly of: HistoryOf;
  /** Between two calls of one account and region. */
  readonly pace: number;
  /** How often a history that was read to its end is looked at again. */
  readonly every: number;
  /** How far each look reaches back behind the last: lines appear late, and not in order. */
  readonly overlap: number;
  /** What lies further back is read in spans of this length, so that a stop costs no more than one of them. */
  readonly span: number;
  /** How long a take waits for something to read. */
  readonly wait: number;
  /** What was handed over and is not done after so long is handed over again. */
  readonly again: number;
}

/** What is in force unless somebody sets it otherwise. Lines appear within about 15 minutes (CloudTrail user guide, "Working with CloudTrail Event history"). */
export const usualLookupSettings: LookupSettings = {
  of: 'writes',
  pace: usualPace,
  every: 60_000,
  overlap: 900_000,
  span: 3_600_000,
  wait: 10_000,
  again: 600_000,
};
