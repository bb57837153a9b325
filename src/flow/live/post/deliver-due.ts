import type { Effects, Fenced, NewTask, Row, Store, Task } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import { readRow, rowName } from '../tables.ts';
import { type DeliverBody, deliverKind } from './messages-due.ts';
import type { MessageRow, SentRow } from './post-rows.ts';

/** What a channel was told of a message before anything was. */
export const unsent: SentRow = {
  ...{ revision: -1, interrupts: 0, ref: null, at: null, last: null, trying: null },
  ...{ maybe: false, attempts: 0, since: null, fallback: null },
};

/** A message that a channel has to be told now. */
export interface DueMessage {
  readonly task: Task;
  readonly row: MessageRow;
  readonly sent: SentRow;
  readonly sentRow: Row;
}

/** Of some tasks the first that there is something to do for, and what becomes of the others. */
export interface Sorted {
  readonly first: DueMessage | null;
  readonly beside: Required<Pick<Effects, 'finished' | 'failed' | 'tasks'>>;
}

/**
 * Sorts tasks of a channel. A message has one for each of its revisions, and whoever brings it to the newest has done them
 * all: those that are over end together. What is waited with has a task of its own, that comes when its time has come.
 */
export async function sortOut(store: Store, name: string, tasks: readonly Task[], now: Instant): Promise<Sorted> {
  const [finished, made]: [Fenced[], NewTask[]] = [[], []];
  const failed: (Fenced & { readonly why: string; readonly again: Instant })[] = [];
  let first = null as DueMessage | null;
  for (const task of tasks) {
    const held = { task: task.id, fence: task.fence };
    const { message } = JSON.parse(task.body) as DeliverBody;
    if (first?.row.message.id === message) {
      finished.push(held);
      continue;
    }
    const row: MessageRow | null = readRow('message', await store.row(rowName('message', message)));
    const sentRow = await store.row(rowName('sent', message, name));
    const sent = readRow('sent', sentRow) ?? unsent;
    if (row === null || sent.revision >= row.revision) finished.push(held);
    else if (sent.trying !== null && sent.trying.until > now)
      failed.push({ ...held, why: underWay, again: sent.trying.until });
    else if ((sent.next ?? 0) > now) {
      finished.push(held);
      made.push(...standIn(row, sent, now));
    } else if (first === null) first = { task, row, sent, sentRow };
    else failed.push({ ...held, why: 'others come first', again: now });
  }
  return { first, beside: { finished, failed, tasks: made } };
}

/** Why a task is given back while its message is told. */
export const underWay = 'another worker tells it just now';

/** Whoever stands in is told all that the channel should have been. */
export function standIn(
  { message: { id }, revision }: MessageRow,
  { fallback }: SentRow,
  due: Instant,
): readonly NewTask[] {
  if (fallback === null) return [];
  const name = `deliver/${fallback.to}/${id}/${revision}`;
  const body: DeliverBody = { message: id };
  return [{ id: name, key: name, kind: deliverKind(fallback.to), due, body: JSON.stringify(body) }];
}
