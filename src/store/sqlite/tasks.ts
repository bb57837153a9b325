import type { Fenced, LeaseAsked, NewTask, Task } from '../../contracts/store.ts';
import type { Statements } from './statements.ts';

/** Adds tasks; one whose id or key is known is left as it is. */
export function addTasks(statements: Statements, tasks: readonly NewTask[]): void {
  for (const { id, key, kind, due, body } of tasks) statements.addTask.run(id, key, kind, due, body);
}

/** Leases what is due, inside a transaction. */
export function leaseIn(statements: Statements, { worker, kinds, now, span, most }: LeaseAsked): readonly Task[] {
  const due = [...new Set(kinds)]
    .flatMap((kind) => statements.dueTasks.all(kind, now, now, most) as { id: string; due: number }[])
    .sort((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1))
    .slice(0, most);
  return due.map(({ id }) => plainTask(statements.leaseTask.get(worker, now + span, id)));
}

/** Tells whether a task is still held under that fence. */
export function isHeld(statements: Statements, { task, fence }: Fenced): boolean {
  return statements.heldTask.get(task, fence) !== undefined;
}

/** How a task ends, or goes back. */
export type TaskEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly why: string; readonly again: number | null };

/** Ends a task that is held. */
export function endTask(statements: Statements, { task }: Fenced, end: TaskEnd): void {
  if (end.kind === 'done') statements.endTask.run('done', null, null, task);
  else statements.endTask.run(end.again === null ? 'failed' : 'open', end.again, end.why, task);
}

/** A task as the database has it. */
export function plainTask(found: unknown): Task {
  return { ...(found as Task) };
}
