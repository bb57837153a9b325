import type { Json } from '../../../core/leaf/canonical.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { EntryDraft } from '../../../core/ledger/entry.ts';
import type { OutcomeBody } from '../../../core/ledger/entry-body.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { callWords } from '../../../core/plan/own/call-words.ts';
import type { Performing } from './performing.ts';

/** The entry that announces a call: it stands before the call is made. */
export function actingEntry(
  { held, row: { intent } }: Performing,
  told: {
    readonly order: Ec2Order;
    readonly attempt: number;
    readonly session: string;
    readonly role: string;
    readonly at: Instant;
    readonly until: Instant;
  },
): EntryDraft {
  const { action, on } = intent;
  const { order, attempt, role, session, at, until } = told;
  return {
    at,
    key: `acting/${action}/${attempt}`,
    fence: held.fence,
    body: {
      kind: 'acting',
      action,
      for: intent.for,
      attempt,
      group: on.id,
      call: order.call,
      tuples: callWords(order).flatMap(({ words }) => words),
      expected: plain(order),
      session,
      role,
      until,
    },
  };
}

/** What an action, or one call of it, came to. */
export type Result = Omit<OutcomeBody, 'kind' | 'action' | 'attempt' | 'row'> & { readonly at: Instant };

/**
 * The entry that says what one call of an action came to; the action goes on. `learned`: from the call's own record, after
 * an entry that said that no answer came.
 */
export function answeredEntry(
  now: Performing,
  attempt: number,
  result: Omit<Result, 'state'>,
  how: 'answered' | 'learned' = 'answered',
): EntryDraft {
  return outcome(now, `${how}/${now.row.intent.action}/${attempt}`, attempt, { ...result, state: 'later' });
}

/** The entry that ends an action. */
export function outcomeEntry(now: Performing, result: Result): EntryDraft {
  return outcome(now, `outcome/${now.row.intent.action}`, now.row.attempt, result);
}

function outcome({ held, row }: Performing, key: string, attempt: number, { at, ...result }: Result): EntryDraft {
  const body = { kind: 'outcome', action: row.intent.action, attempt, ...result } as const;
  return { at, key, fence: held.fence, body };
}

/** A value as JSON holds it. */
export function plain(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json);
}
