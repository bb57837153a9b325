import { mostFailures } from '../../../core/plan/act/after-failure.ts';
import type { ApiFailure } from '../../../core/plan/act/api-failure.ts';
import { mayHaveActed } from './caps-held.ts';
import { conclude } from './conclude.ts';
import { giveBack, type Turn } from './give-back.ts';
import type { Performing } from './performing.ts';

/** Milliseconds. */
const [firstWait, longestWait] = [1_000, 300_000];

/** What could not be read is read again later and later; nothing is done about it unread, and in the end a person is told. */
export function unread(now: Performing, { code, failure, message }: ApiFailure): Promise<Turn> {
  const { parts, row } = now;
  const failures = row.failures + 1;
  const why = `it could not be read: ${code ?? failure}: ${message}`;
  if (failures >= mostFailures) return conclude(now, null, { state: mayHaveActed(row) ? 'partly' : 'failed', why });
  const wait = Math.min(firstWait * 2 ** row.failures, longestWait);
  return giveBack(now, { again: parts.clock.now() + wait, why, row: { ...row, failures } });
}
