import type { Pool } from 'pg';
import type { Fenced, LeaseAsked, Leased, NewTask, Task } from '../../contracts/store.ts';
import { plainKey } from '../../core/ledger/entry.ts';
import { compareKeys } from '../sorted-rows.ts';
import { refOf } from './ref-of.ts';
import { type Query, type Statements, write } from './statements.ts';

/** Adds tasks; one whose id or key is known is left as it is. */
export function addTasks({ addTasks: statement }: Statements, tasks: readonly NewTask[]): Query {
  const sorted = tasks
    .map((task) => ({ ...task, ref: refOf(task.id), keyRef: refOf(task.key) }))
    .sort((a, b) => Buffer.compare(a.ref, b.ref));
  return {
    ...statement,
    values: [
      sorted.map(({ ref }) => ref),
      sorted.map(({ id }) => id),
      sorted.map(({ keyRef }) => keyRef),
      sorted.map(({ key }) => key),
      sorted.map(({ kind }) => kind),
      sorted.map(({ due }) => due),
      sorted.map(({ body }) => body),
    ],
  };
}

/** Leases what is due. A task that somebody works on at this moment is passed over: it is held, or soon will be settled. */
export async function leaseFrom(
  pool: Pool,
  { leaseTasks }: Statements,
  { worker, kinds, now, span, most }: LeaseAsked,
): Promise<Leased> {
  const done = await write<Task>(pool, { ...leaseTasks, values: [plainKey(worker), now, kinds, most, now + span] });
  if (done.kind === 'unavailable') return done;
  return { kind: 'leased', tasks: done.did.rows.toSorted((a, b) => a.due - b.due || compareKeys(a.id, b.id)) };
}

/** How a task ends, or goes back. */
export type TaskEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly why: string; readonly again: number | null };

/** Ends a task that is held. */
export function endTask({ endTask: statement }: Statements, { task, fence }: Fenced, end: TaskEnd): Query {
  const [state, due, why] =
    end.kind === 'done' ? ['done', null, null] : [end.again === null ? 'failed' : 'open', end.again, end.why];
  return { ...statement, values: [refOf(plainKey(task)), fence, state, due, why] };
}
