import type { EntryHeader } from '../../../core/ledger/entry.ts';
import type { ActingBody, OrderedBody, OutcomeBody } from '../../../core/ledger/entry-body.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { aimTuples } from '../perform/aim-tuples.ts';
import { type ActionRow, type Grant, rowName } from '../tables.ts';
import type { RowBook } from './row-book.ts';
import type { Counts } from './take-decided.ts';

/** Makes the rows of an announced call again: its action, and what the breaker counts. */
export function takeActing(book: RowBook, { at }: EntryHeader, body: ActingBody): void {
  const name = rowName('action', body.action);
  const row = book.get(name);
  if (row === null) return;
  const { actor, aims, on, site } = row.intent;
  const pending = body.expected as unknown as Ec2Order;
  book.put(name, { ...row, state: 'acting', attempt: body.attempt, pending, lastWrite: at, reads: 0, goodAt: null });
  for (const tuple of aimTuples(aims))
    book.put(rowName('acted', site.account, site.region, on.id, tuple, at, body.action), {
      action: body.action,
      at,
      actor,
    });
}

/** Makes the row of an action again as it ended. */
export function takeOutcome(book: RowBook, header: EntryHeader, body: OutcomeBody, counts: Counts): void {
  const name = rowName('action', body.action);
  const row = book.get(name);
  if (row === null) return;
  const lineage = (body.lineage ?? {}) as Readonly<Record<string, string>>;
  if (body.state === 'later') {
    const { pending, ...rest } = row;
    book.put(name, { ...rest, pending: null, lineage, ...(pending === null ? {} : { last: pending }) });
    return;
  }
  const ended: ActionRow = { ...row, state: body.state, why: body.why, pending: null, lineage, endedAt: header.at };
  book.put(name, ended);
  const began = book.get(rowName('decision', row.intent.for))?.at ?? row.startedAt;
  const after = body.state === 'verified' ? header.at - began : null;
  counts(row.intent.site, header, { kind: 'ended', state: body.state, after });
}

/** Makes the rows of a person's order again: grants, answers to questions, actions, the kill switch. */
export function takeOrdered(book: RowBook, { at }: EntryHeader, body: OrderedBody): void {
  const detail = (body.detail ?? {}) as unknown as {
    readonly grant?: Grant | null;
    readonly action?: ActionRow | string;
    readonly again?: readonly ActionRow[];
  };
  const { grant, action, again = [] } = detail;
  if (grant !== undefined && grant !== null)
    book.put(rowName('grant', grant.site.account, grant.site.region, grant.group, grant.id), grant);
  if (typeof action === 'object') book.put(rowName('action', action.intent.action), action);
  for (const row of again) book.put(rowName('action', row.intent.action), row);
  const stop = rowName('switch', 'stop');
  if (body.order === 'stop') book.put(stop, { by: body.person, reason: body.reason, at });
  if (body.order === 'resume') book.take([{ ...stop, value: null }]);
}
