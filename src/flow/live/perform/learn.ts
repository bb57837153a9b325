import type { Turn } from './give-back.ts';
import type { Known } from './know.ts';
import { ownRecord } from './own-record.ts';
import type { Performing } from './performing.ts';
import { settleAnswer } from './settle-answer.ts';

/** Settles a call whose answer was lost by the record that it left, where that has come; `null` where not. */
export async function learn(now: Performing, known: Known): Promise<Turn | null> {
  const { row } = now;
  const order = row.pending;
  if (order === null) return null;
  const answer = await ownRecord(now, known.memory.evidence);
  if (answer === null) return null;
  return settleAnswer(
    now,
    { order, before: row, policy: known.judging.policy.digest, known, how: 'learned' },
    { kind: 'done', answer },
  );
}
