import type { Pool, PoolClient } from 'pg';
import type { CapUse, Kept, Row, Task } from '../../contracts/store.ts';
import type { Entry, EntryHeader } from '../../core/ledger/entry.ts';
import { forAsLongAsItTakes } from './connect.ts';
import { inSchema } from './migrations.ts';
import { sayOutage } from './outage.ts';

/** Rows that are fetched at a time. */
const page = 256;

/**
 * Everything in a store as of one moment, entries by shard first. It reads on a connection of its own, in one transaction
 * that may last as long as its reader takes.
 */
export async function* keptIn(pool: Pool, schema: string, signal?: AbortSignal): AsyncIterable<Kept> {
  const client = await beginReading(pool);
  try {
    const all = (sql: string) => rowsOf(client, inSchema(sql, schema), signal);
    for await (const found of all(entriesInOrder)) yield { kind: 'entry', entry: plainEntry(found) };
    const aliases = `select k.key, k.shard, k.n from $.key k join $.entry e using (shard, n) where e.key <> k.key`;
    for await (const found of all(`${aliases} order by k.key collate "C"`)) {
      const { key, shard, n } = found as { key: string; shard: number; n: number };
      yield { kind: 'key', taken: { key, place: { shard, n } } };
    }
    const tasks = 'select id, key, kind, due, body, state, attempts, worker, fence, until, why from $.task order by id';
    for await (const task of all(tasks)) yield { kind: 'task', task: { ...(task as Task) } };
    const rows = 'select "table", key, value, version from $.row order by 1, 2';
    for await (const row of all(rows)) yield { kind: 'row', row: { ...(row as Row) } };
    const uses = 'select name, per, at, by from $.cap order by name, by';
    for await (const use of all(uses)) yield { kind: 'cap', use: { ...(use as Omit<CapUse, 'count'>) } };
  } finally {
    client.release(true);
  }
}

/** Every entry, shard by shard. */
export const entriesInOrder = 'select * from $.entry order by shard, n';

/** Begins to read one snapshot on a connection that is closed afterwards; rejects when the store cannot be reached. */
export async function beginReading(pool: Pool): Promise<PoolClient> {
  try {
    const client = await pool.connect();
    await client.query(
      `begin isolation level repeatable read, read only;
       set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`,
    );
    return client;
  } catch (error) {
    throw new Error(`the store cannot be read: ${sayOutage(error)}`);
  }
}

/** The rows of a question, some at a time. */
export async function* rowsOf(client: PoolClient, sql: string, signal?: AbortSignal): AsyncIterable<unknown> {
  try {
    await client.query({ text: `declare every no scroll cursor for ${sql}`, ...forAsLongAsItTakes });
    for (;;) {
      signal?.throwIfAborted();
      const { rows } = await client.query({ text: `fetch ${page} from every`, ...forAsLongAsItTakes });
      yield* rows;
      if (rows.length < page) break;
    }
    await client.query('close every');
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw new Error(`the store cannot be read: ${sayOutage(error)}`);
  }
}

/** An entry as the database has it. */
export function plainEntry(found: unknown): Entry {
  const { shard, n, at, kind, key, fence, digest, hash, body } = found as EntryHeader & Omit<Entry, 'header'>;
  return { header: { v: 1, shard, n, at, kind, key, fence }, digest, hash, body };
}
