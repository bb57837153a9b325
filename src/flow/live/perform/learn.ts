import type { Turn } from './give-back.ts';
import type { Known } from './know.ts';
import { ownRecord } from './own-record.ts';
import type { Performing } from './performing.ts';
import { settleAnswer } from './settle-answer.ts';

/** Settles a call whose answer was lost by the record that it left, where that has come; `null` where not. */
export function learn(now: Performing, known: Known): Promise<Turn> | null {
  const { parts, row } = now;
  const order = row.pending;
  if (order === null) return null;
  const answer = ownRecord(known.memory.evidence, order, parts.reverter.session(order).name);
  if (answer === null) return null;
  return settleAnswer(
    now,
    { order, before: row, policy: known.judging.policy.digest, known, how: 'learned' },
    { kind: 'done', answer },
  );
}
