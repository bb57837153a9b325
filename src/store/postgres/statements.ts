import type { Pool, PoolClient } from 'pg';
import { sayOutage, unavailable } from './outage.ts';
import type { Done } from './transaction.ts';

/** A statement that every connection prepares when it first needs it. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** All statements of a store. `$1::…[]` are columns of what is written: a commit needs few statements however large it is. */
export type Statements = Readonly<Record<keyof typeof texts, Statement>>;

/** The statements in a schema. */
export function statementsIn(schema: string): Statements {
  const named = Object.entries(texts).map(([name, text]) => [
    name,
    { name, text: text.replaceAll('$.', `"${schema}".`) },
  ]);
  return Object.fromEntries(named) as Statements;
}

const task = 'id, key, kind, due, body, state, attempts, worker, fence, until, why';
const row = '"table", key, value, version';
const isHeld = "state = 'open' and until is not null";

const texts = {
  heads: 'select shard, n, hash from $.shard where n is not null order by shard',
  entries: 'select * from $.entry where shard = $1 and n >= $2 order by n limit $3',
  findKey: 'select key, shard, n from $.key where ref = $1',
  addEntries: `
    with added as (
      insert into $.entry (shard, n, at, kind, key, fence, digest, hash, body)
      select $1, * from unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[])
    ), moved as (update $.shard set n = $10, hash = $11 where shard = $1)
    insert into $.key (ref, key, shard, n) select ref, key, $1, n from unnest($12::bytea[], $13::text[], $14::bigint[]) as k (ref, key, n)`,
  task: `select ${task} from $.task where ref = $1`,
  waiting: `
    select kind, count(*) as open, count(*) filter (where due <= $1) as due, min(due) as first from $.task
    where state = 'open' group by kind order by kind collate "C"`,
  addTasks: `
    insert into $.task (ref, id, key_ref, key, kind, due, body, state, attempts, fence)
    select *, 'open', 0, 0 from unnest($1::bytea[], $2::text[], $3::bytea[], $4::text[], $5::text[], $6::bigint[], $7::text[])
    on conflict do nothing`,
  leaseTasks: `
    with chosen as materialized (
      select each.ref from (select distinct unnest($3::text[]) as kind) as asked cross join lateral (
        select ref, due, id from $.task
        where kind = asked.kind and state = 'open' and due <= $2 and (until is null or until <= $2)
        order by due, id limit $4 for update skip locked
      ) as each order by each.due, each.id limit $4
    )
    update $.task as t set worker = $1, until = $5, fence = fence + 1, attempts = attempts + 1 from chosen where t.ref = chosen.ref
    returning ${task}`,
  lockTasks: `select id, fence, ${isHeld} as held from $.task where ref = any($1) order by ref for update`,
  renewTask: `update $.task set until = $3 where ref = $1 and fence = $2 and ${isHeld}`,
  endTask: `
    update $.task set state = $3, due = coalesce($4, due), why = coalesce($5, why), until = null
    where ref = $1 and fence = $2 and ${isHeld}`,
  lockCaps:
    'select pg_advisory_xact_lock(lock) from (select distinct unnest($1::bigint[]) as lock order by 1) as locks',
  useCap: `
    with used as (select count(*) as used from $.cap where name_ref = $1 and by_ref <> $2 and at > $6), added as (
      insert into $.cap (name_ref, by_ref, name, by, at, per) select $1, $2, $3, $4, $5, $7 from used where used < $8
      on conflict (name_ref, by_ref) do update set at = greatest(cap.at, excluded.at), per = excluded.per
    ) select used from used`,
  dropUse: 'delete from $.cap where name_ref = $1 and by_ref = $2',
  row: `select ${row} from $.row where ref = $1`,
  lockRows: `select ${row} from $.row where ref = any($1) order by ref for update`,
  newRows: `
    insert into $.row (ref, "table", key, value, version)
    select *, 1 from unnest($1::bytea[], $2::text[], $3::text[], $4::text[])`,
  writeRows: `
    insert into $.row as r (ref, "table", key, value, version)
    select *, 1 from unnest($1::bytea[], $2::text[], $3::text[], $4::text[])
    on conflict (ref) do update set value = excluded.value, version = r.version + 1`,
  rows: `
    select ${row} from $.row where left("table", 60) = left($1, 60) and "table" = $1 and left(key, 400) >= left($2, 400) and key >= $2 and value is not null
    order by left(key, 400), key limit $3`,
  rowsBefore: `
    select ${row} from $.row
    where left("table", 60) = left($1, 60) and "table" = $1 and left(key, 400) >= left($2, 400) and key >= $2 and left(key, 400) <= left($4, 400) and key < $4
      and value is not null
    order by left(key, 400), key limit $3`,
  // Read only and repeatable: what follows sees what had been committed when the first of it began.
  beginView: 'begin isolation level repeatable read, read only',
  endView: 'commit',
  headOf: 'select shard, n, hash from $.shard where shard = $1 and n is not null',
  findKeys: 'select key, shard, n from $.key where ref = any($1)',
  rowsNamed: `select ${row} from $.row where ref = any($1)`,
  erase: `
    with tasks as (delete from $.task where state <> 'open' and due < $1), uses as (delete from $.cap where at < $1)
    update $.entry set body = null where at < $1 and kind <> 'sealed' and body is not null`,
};

/** What is sent to the server: a statement with its values, or a word as `commit`. */
export type Query = { readonly text: string; readonly name?: string; readonly values?: unknown[] };

/**
 * Sends queries together and answers the rows of each; rejects with the first error, once all are over. What follows an
 * error in a transaction does nothing, a commit neither.
 */
export async function sendAll(client: PoolClient, queries: readonly Query[]): Promise<readonly unknown[][]> {
  const answers = await Promise.allSettled(queries.map((query) => client.query({ ...query })));
  return answers.map((answer) => {
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value.rows as unknown[];
  });
}

/** Reads rows; rejects when the store cannot be reached, with no more than what went wrong. */
export async function read<T>(on: Pool | PoolClient, statement: Statement, values: unknown[]): Promise<readonly T[]> {
  try {
    return (await on.query({ ...statement, values })).rows as T[];
  } catch (error) {
    throw new Error(`the store cannot be read: ${sayOutage(error)}`);
  }
}

/** One statement that writes, as a transaction of its own; answers its rows, and how many it wrote. */
export async function write<T>(
  pool: Pool,
  query: Query,
): Promise<Done<{ readonly rows: readonly T[]; readonly count: number }>> {
  let client: PoolClient | null = null;
  try {
    client = await pool.connect();
    const { rows, rowCount } = await client.query({ ...query });
    client.release();
    return { kind: 'did', did: { rows: rows as T[], count: rowCount ?? 0 } };
  } catch (error) {
    client?.release(true);
    return unavailable(error, client !== null);
  }
}
