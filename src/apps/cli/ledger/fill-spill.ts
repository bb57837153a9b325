import type { Spill } from '../../../contracts/spill.ts';
import { readInstant } from '../../../core/leaf/instant.ts';
import { subjectName } from '../../../core/ledger/change-id.ts';
import { severityRank } from '../../../core/plan/add-verdict.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { Tally } from '../../../flow/load.ts';
import type { KnownChange } from './read-ledger.ts';

/** Puts a change that a ledger knows of into a spill, as an archive's would be. */
export function keepChange(spill: Spill, { id, change }: KnownChange): void {
  const { at, result } = change.record;
  const told = { id, subject: subjectName(change), on: change.on.kind, kind: change.kind, at };
  const spilled = { ...told, refused: result === 'failed', text: JSON.stringify(change) };
  spill.keepRecord({ key: id, preferred: '', content: id, changes: [spilled] });
}

/** Puts a decision into a spill. */
export function keepDecision(spill: Spill, decision: Decision): void {
  spill.keepDecision({
    id: decision.id,
    ids: [...new Set([decision.id, ...(decision.changes ?? [])])],
    severity: severityRank(decision.verdict),
    exposure: decision.exposure,
    at: readInstant(decision.at)!,
    text: JSON.stringify(decision),
  });
}

/** Counts what is read from a ledger, in the words for an archive. */
export function startTally(): {
  readonly add: (known: KnownChange) => void;
  readonly end: (unreadable: number) => Tally;
} {
  const records = new Set<string>();
  const tally = { changes: 0, attempts: 0, first: null as number | null, last: null as number | null };
  return {
    add: ({ change: { record } }) => {
      const isNew = !records.has(record.eventId);
      records.add(record.eventId);
      if (record.result === 'applied') tally.changes++;
      else if (isNew) tally.attempts++;
      tally.first = Math.min(tally.first ?? record.at, record.at);
      tally.last = Math.max(tally.last ?? record.at, record.at);
    },
    end: (unreadable) => ({ ...tally, records: records.size, copies: 0, unreadable }),
  };
}
