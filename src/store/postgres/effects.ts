import type { PoolClient } from 'pg';
import type { Appended, Row } from '../../contracts/store.ts';
import type { PlainCommit } from '../plain-commit.ts';
import { refOf } from './ref-of.ts';
import { type Query, type Statements, sendAll } from './statements.ts';
import { addTasks, endTask } from './tasks.ts';

type Effects = PlainCommit['effects'];

/** What speaks against a commit. */
type Against = Extract<Appended, { kind: 'fenced' | 'capped' | 'stale' }>;

/**
 * Locks what a commit rests on and says what speaks against it. Nothing that can be locked stands for a use of a cap that is
 * not there yet, so the cap's name is locked: by a number, so that two names may at worst wait without need.
 */
export async function checkEffects(
  client: PoolClient,
  { lockTasks, lockCaps, useCap, lockRows }: Statements,
  { held, finished, failed, caps, rows }: Effects,
): Promise<Against | null> {
  const leases = [...held, ...finished, ...failed];
  const expecting = rows.filter((row) => row.expect !== undefined);
  const queries: Query[] = [];
  if (leases.length > 0) queries.push({ ...lockTasks, values: [leases.map(({ task }) => refOf(task))] });
  if (caps.length > 0)
    queries.push({ ...lockCaps, values: [caps.map(({ name }) => refOf('cap', name).readBigInt64BE(0))] });
  for (const { name, by, at, per, count } of caps)
    queries.push({ ...useCap, values: [refOf(name), refOf(by), name, by, at, at - per, per, count] });
  if (expecting.length > 0)
    queries.push({ ...lockRows, values: [expecting.map(({ table, key }) => refOf(table, key))] });
  if (queries.length === 0) return null;
  const answers = [...(await sendAll(client, queries))];
  const tasks = leases.length > 0 ? answers.shift()! : [];
  const uses = caps.length > 0 ? answers.splice(0, 1 + caps.length).slice(1) : [];
  return findLost(leases, tasks) ?? findFull(caps, uses) ?? findStale(expecting, (answers[0] ?? []) as Row[]);
}

function findLost(leases: Effects['held'], tasks: readonly unknown[]): Against | null {
  const found = tasks as { id: string; fence: number; held: boolean }[];
  const fences = new Map(found.flatMap((task) => (task.held ? [[task.id, task.fence]] : [])));
  const lost = leases.find(({ task, fence }) => fences.get(task) !== fence);
  return lost === undefined ? null : { kind: 'fenced', task: lost.task };
}

function findFull(caps: Effects['caps'], uses: readonly unknown[][]): Against | null {
  for (const [at, { name, count }] of caps.entries()) {
    const { used } = uses[at]![0] as { used: number };
    if (used >= count) return { kind: 'capped', name, used };
  }
  return null;
}

function findStale(expecting: Effects['rows'], rows: readonly Row[]): Against | null {
  const found = new Map(rows.map((row) => [`${row.table}\0${row.key}`, row]));
  for (const { table, key, expect } of expecting) {
    const row = found.get(`${table}\0${key}`) ?? { table, key, value: null, version: 0 };
    if (row.version !== expect) return { kind: 'stale', row };
  }
  return null;
}

/** The writes of a commit against which nothing speaks: rows, then all others. */
export function writesOf(
  statements: Statements,
  { tasks, finished, failed, returned, rows }: Effects,
): readonly [rows: readonly Query[], others: readonly Query[]] {
  // A row that is not there cannot be locked: somebody may make it now, and then this commit fails and is tried again.
  const [fresh, known] = [rows.filter((row) => row.expect === 0), rows.filter((row) => row.expect !== 0)];
  const others: Query[] = [];
  if (tasks.length > 0) others.push(addTasks(statements, tasks));
  for (const each of finished) others.push(endTask(statements, each, { kind: 'done' }));
  for (const { why, again, ...each } of failed) others.push(endTask(statements, each, { kind: 'failed', why, again }));
  for (const { name, by } of returned) others.push({ ...statements.dropUse, values: [refOf(name), refOf(by)] });
  return [
    [
      ...(known.length > 0 ? [{ ...statements.writeRows, values: columnsOf(known) }] : []),
      ...(fresh.length > 0 ? [{ ...statements.newRows, values: columnsOf(fresh) }] : []),
    ],
    others,
  ];
}

function columnsOf(rows: Effects['rows']): unknown[] {
  const sorted = rows
    .map((row) => ({ ...row, ref: refOf(row.table, row.key) }))
    .sort((a, b) => Buffer.compare(a.ref, b.ref));
  return [
    sorted.map(({ ref }) => ref),
    sorted.map(({ table }) => table),
    sorted.map(({ key }) => key),
    sorted.map(({ value }) => value),
  ];
}
