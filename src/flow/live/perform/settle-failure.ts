import { afterFailure } from '../../../core/plan/act/after-failure.ts';
import type { ApiFailure } from '../../../core/plan/act/api-failure.ts';
import { byHand, commandsOf } from '../../../core/plan/act/by-hand.ts';
import type { ActionRow } from '../tables.ts';
import { tellTask } from '../watch/tell-task.ts';
import { answeredEntry, plain } from './action-entries.ts';
import type { Calling } from './call.ts';
import { mayHaveActed } from './caps-held.ts';
import { conclude } from './conclude.ts';
import { giveBack, type Turn } from './give-back.ts';
import { againFor, inDoubt } from './in-doubt.ts';
import { orderingOf } from './ordering-of.ts';
import type { Performing } from './performing.ts';

/** Settles a call that came to nothing, or of which nothing is known: as the table of EC2's errors says, never by a blind repeat. */
export async function settleFailure(now: Performing, calling: Calling, failure: ApiFailure): Promise<Turn> {
  const { parts } = now;
  const at = parts.clock.now();
  const row = failedRow(now.row, calling, failure, at);
  const next = afterFailure(failure, { attempt: row.failures, order: calling.order });
  const { attempt, lineage } = row;
  const entry = answeredEntry(now, attempt, { at, why: sayFailure(failure), answer: plain(failure), lineage });
  switch (next.kind) {
    case 'again':
    case 'reread':
      return giveBack(now, { again: at + next.after, why: sayFailure(failure), row, entries: [entry] });
    case 'holds': {
      const again = at + (parts.settings.reads[0] ?? 0);
      return giveBack(now, { again, why: 'EC2 says that it stands already', row, entries: [entry] });
    }
    case 'untagged': {
      const tell = tellTask({ about: row.intent.action, revision: attempt, why: 'untagged', due: at });
      const why = 'a tag policy refuses its tags';
      return giveBack(now, { again: at, why, row: { ...row, untagged: true }, entries: [entry], tasks: [tell] });
    }
    case 'end': {
      const again = againFor(inDoubt({ ...now, row }, calling.known), at);
      if (again !== null) return giveBack(now, { again, why: next.why, row, entries: [entry] });
      return conclude({ ...now, row }, calling.known, {
        state: mayHaveActed(row) ? 'partly' : next.state,
        why: row.back === undefined ? next.why : `${row.back.why}, and could not be given back: ${next.why}`,
        answer: plain(failure),
        left: leftOf(row, calling),
      });
    }
  }
}

/**
 * A call that surely came to nothing changes nothing of what is known: one before it that may have come through stays in
 * doubt, as it does itself when nobody answers.
 */
function failedRow(row: ActionRow, { before, order }: Calling, { failure }: ApiFailure, at: number): ActionRow {
  const failures = row.failures + 1;
  if (failure === 'maybe') return { ...row, failures, pending: order, lastWrite: Math.max(at, row.lastWrite ?? at) };
  const { attempt } = row;
  return { ...before, attempt, failures };
}

/** The commands by which a person can finish it. */
function leftOf(row: ActionRow, { known, order }: Calling): readonly string[] {
  if (known === null) return commandsOf(order);
  return byHand(row.intent, known.read.live, orderingOf(row));
}

function sayFailure({ code, failure, message }: ApiFailure): string {
  return `${code ?? failure}: ${message}`;
}
