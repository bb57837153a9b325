import { isObject } from '../../../core/leaf/canonical.ts';
import type { EntryHeader } from '../../../core/ledger/entry.ts';
import type { ActingBody, OutcomeBody } from '../../../core/ledger/entry-body.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { sessionPrefix } from '../../../core/trail/own-session.ts';
import { actedRows, expectations, expectNames } from '../perform/announce.ts';
import { type ActionRow, rowName } from '../tables.ts';
import type { RowBook } from './row-book.ts';
import type { Counts } from './take-decided.ts';
import { takeFollows } from './take-follows.ts';

/** Makes the rows of an announced call again: its action, what the breaker counts, and the records that are expected. */
export function takeActing(book: RowBook, { at }: EntryHeader, body: ActingBody): void {
  const name = rowName('action', body.action);
  const known = book.get(name);
  if (known === null) return;
  const pending = body.expected as unknown as Ec2Order;
  const { attempt, role, session, until } = body;
  const begun = { state: 'acting', attempt, pending, lastWrite: at, reads: 0, goodAt: null } as const;
  const row: ActionRow = { ...toldRow(known, body.row, begun), pending };
  book.put(name, row);
  book.take(actedRows(row, at));
  if (role !== undefined) book.take(expectations(pending, { role, name: session, attempt, from: at, until }));
}

/** Makes the row of an action again as it ended, or as one call left it. */
export function takeOutcome(book: RowBook, header: EntryHeader, body: OutcomeBody, counts: Counts): void {
  const hash = /^ask-end\/(.*)$/s.exec(header.key)?.[1];
  if (hash !== undefined) {
    endAsk(book, hash);
    return;
  }
  const name = rowName('action', body.action);
  const known = book.get(name);
  if (known === null) return;
  if (body.withdrawn === true) withdrawn(book, known, body);
  const row = toldRow(known, body.row, isOver(body) ? overBy(body, header) : answeredBy(body, known));
  book.put(name, row);
  if (!isOver(body)) return;
  if (body.state === 'verified' && row.undoes !== undefined) undone(book, row.undoes, body.action);
  const began = book.get(rowName('decision', row.intent.for))?.at ?? row.startedAt;
  const after = body.after ?? (body.state === 'verified' ? header.at - began : null);
  counts(row.intent.site, header, { kind: 'ended', state: body.state, after });
  takeFollows(book, header, row.intent.site, body.follows, counts);
}

/** The row as the entry tells it; where it is of a time when entries did not, what follows from its other fields. */
function toldRow(known: ActionRow, told: ActingBody['row'], else_: Partial<ActionRow>): ActionRow {
  if (told === undefined) return { ...known, ...else_ };
  const row = told as unknown as Omit<ActionRow, 'image' | 'pending'> & Partial<Pick<ActionRow, 'pending'>>;
  return { pending: null, ...row, image: known.image };
}

type Over = OutcomeBody & { readonly state: Exclude<OutcomeBody['state'], 'later'> };

function isOver(body: OutcomeBody): body is Over {
  return body.state !== 'later';
}

function overBy({ lineage, state, why }: Over, { at }: EntryHeader): Partial<ActionRow> {
  return { state, why, pending: null, lineage: (lineage ?? {}) as ActionRow['lineage'], endedAt: at };
}

function answeredBy({ answer, lineage }: OutcomeBody, { pending }: ActionRow): Partial<ActionRow> {
  const failure = isObject(answer) && answer.kind === 'failed' ? answer.failure : null;
  if (failure === 'maybe') return {};
  const last = failure === null && pending !== null ? { last: pending } : {};
  return { pending: null, lineage: (lineage ?? {}) as ActionRow['lineage'], ...last };
}

/** No record is to come of a call that was not made. */
function withdrawn(book: RowBook, { pending }: ActionRow, { attempt }: OutcomeBody): void {
  if (pending === null) return;
  const names = expectNames(pending, `${sessionPrefix}${pending.action}`, attempt);
  book.take(names.map((name) => ({ ...name, value: null })));
}

function undone(book: RowBook, action: string, by: string): void {
  const name = rowName('action', action);
  const row = book.get(name);
  if (row !== null) book.put(name, { ...row, state: 'undone', why: `undone by ${by}` });
}

function endAsk(book: RowBook, hash: string): void {
  const name = rowName('ask', hash);
  const row = book.get(name);
  if (row !== null) book.put(name, { ...row, state: 'expired' });
}
