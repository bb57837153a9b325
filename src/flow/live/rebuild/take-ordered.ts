import type { EntryHeader } from '../../../core/ledger/entry.ts';
import type { OrderedBody } from '../../../core/ledger/entry-body.ts';
import type { Incident } from '../../../core/plan/incident/episodes.ts';
import type { MuteRow } from '../post/post-rows.ts';
import type { ToldFollows } from '../sweep/follow-entry.ts';
import { type ActionRow, type AskRow, type Grant, rowName } from '../tables.ts';
import type { RowBook } from './row-book.ts';

/** What an order's entry tells beside who wants what: the rows that its commit wrote. */
interface Detail {
  readonly grant?: Grant | null;
  /** The action of a plan that was ordered; else the id of the one that the order is about. */
  readonly action?: ActionRow | string;
  /** The action that an answer set going, or that gives another one back. */
  readonly row?: ActionRow;
  /** Those that are weighed anew when acting is on again. */
  readonly again?: readonly ActionRow[];
  /** A question that was made, and how one stands after an answer. */
  readonly ask?: AskRow;
  readonly approvedBy?: AskRow['approvedBy'];
  readonly state?: AskRow['state'];
  readonly at?: number;
  readonly acknowledged?: Incident['acknowledged'];
  /** What a resolution ended. */
  readonly follows?: ToldFollows;
  readonly mute?: MuteRow;
}

/** Makes the rows of a person's order again: permissions, questions and answers, actions, the kill switch. */
export function takeOrdered(
  book: RowBook,
  { at }: EntryHeader,
  { order, on, person, reason, detail }: OrderedBody,
): void {
  const told = (detail ?? {}) as unknown as Detail;
  const { grant = null, action, row, again = [], ask } = told;
  if (grant !== null) book.put(rowName('grant', grant.site.account, grant.site.region, grant.group, grant.id), grant);
  for (const each of [...(typeof action === 'object' ? [action] : []), ...(row === undefined ? [] : [row]), ...again])
    book.put(rowName('action', each.intent.action), each);
  if (ask !== undefined) book.put(rowName('ask', ask.hash), ask);
  if (order === 'approve' || order === 'deny') answered(book, on, order, told);
  const stop = rowName('switch', 'stop');
  if (order === 'stop') book.put(stop, { by: person, reason, at: told.at ?? at });
  if (order === 'policy') book.put(rowName('policy', 'current'), { digest: on, at: told.at ?? at });
  if (order === 'confirm') book.put(rowName('confirmed', on), { by: person, at: told.at ?? at });
  if (order === 'resume') book.take([{ ...stop, value: null }]);
  takeAttended(book, on, told);
}

/** What people did about an incident, and what they do not want to be told at once. */
function takeAttended(book: RowBook, on: string, { acknowledged, follows, mute }: Detail): void {
  if (acknowledged !== undefined) {
    const name = rowName('incident', on);
    const incident = book.get(name);
    if (incident !== null) book.put(name, { ...incident, acknowledged });
  }
  for (const each of follows?.violations ?? []) {
    const { check, group, site, tuple } = each;
    book.put(rowName('violation', site.account, site.region, group, check, tuple), each);
  }
  for (const each of follows?.incidents ?? []) book.put(rowName('incident', each.id), each);
  if (mute !== undefined) book.put(rowName('mute', mute.id), mute);
}

function answered(book: RowBook, hash: string, order: 'approve' | 'deny', { approvedBy, state }: Detail): void {
  const name = rowName('ask', hash);
  const ask = book.get(name);
  if (ask === null) return;
  const isDenied = order === 'deny';
  const by = approvedBy ?? ask.approvedBy;
  book.put(name, { ...ask, approvedBy: by, state: state ?? (isDenied ? 'denied' : ask.state) });
}
