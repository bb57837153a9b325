import type { Pool, PoolClient } from 'pg';
import type { Kept, Restored } from '../../contracts/store.ts';
import type { Entry } from '../../core/ledger/entry.ts';
import { addEntries } from './append.ts';
import { inSchema } from './migrations.ts';
import { breaksRule, sayOutage, unavailable } from './outage.ts';
import { refOf } from './ref-of.ts';
import type { Statements } from './statements.ts';
import { gaveUp } from './transaction.ts';

/** Entries that are written at a time. */
const batch = 256;

/** What a backup that is taken in does not agree with itself about. */
class Contradiction extends Error {}

/**
 * Fills an empty store in one transaction, which keeps all other writers out: others find an empty store, or all of
 * it. How long the backup takes to come is not limited.
 */
export async function restore(
  pool: Pool,
  { schema, statements, shards }: { readonly schema: string; readonly statements: Statements; readonly shards: number },
  kept: AsyncIterable<Kept>,
  signal?: AbortSignal,
): Promise<Restored> {
  let [client, sent, own]: [PoolClient | null, boolean, boolean] = [null, false, true];
  const stop = async (answer: Restored): Promise<Restored> => {
    client?.release(true);
    return answer;
  };
  try {
    client = await pool.connect();
    await client.query(inSchema(lockAll, schema));
    const used = await client.query(inSchema(anything, schema));
    if (used.rows.length > 0)
      return await stop({ kind: 'refused', why: 'expected an empty store, something is in it' });
    const filling = fillFrom(client, { schema, statements, shards });
    own = false;
    for await (const each of kept) {
      own = true;
      if (signal?.aborted) return await stop(gaveUp);
      await filling.take(each);
      own = false;
    }
    own = true;
    const entries = await filling.end();
    sent = true;
    await client.query('commit');
    client.release();
    return { kind: 'restored', entries };
  } catch (error) {
    client?.release(true);
    // What the reader of the backup throws is the caller's.
    if (!own) throw error;
    if (error instanceof Contradiction || breaksRule(error))
      return { kind: 'refused', why: `the backup contradicts itself: ${sayOutage(error)}` };
    return unavailable(error, sent);
  }
}

const lockAll = `begin isolation level read committed; set local idle_in_transaction_session_timeout = 0;
  lock table $.shard, $.task, $.cap, $.row, $.entry, $.key in exclusive mode`;
const anything = 'select 1 from $.entry union all select 1 from $.task union all select 1 from $.row limit 1';

function fillFrom(
  client: PoolClient,
  { schema, statements, shards }: { readonly schema: string; readonly statements: Statements; readonly shards: number },
) {
  const next = new Map<number, number>();
  let [waiting, entries]: [Entry[], number] = [[], 0];
  /** Writes the entries that wait, all of one shard. */
  const flush = async (): Promise<void> => {
    const [first] = waiting;
    if (first === undefined) return;
    const keys = new Map(waiting.map(({ header }, at) => [header.key, at]));
    if (keys.size < waiting.length) throw new Contradiction('a key is taken twice');
    await client.query({ ...addEntries(statements, first.header.shard, waiting, keys) });
    waiting = [];
  };
  const insert = async (sql: string, values: readonly unknown[]): Promise<void> => {
    await flush();
    await client.query(inSchema(sql, schema), [...values]);
  };
  return {
    take: async (each: Kept): Promise<void> => {
      switch (each.kind) {
        case 'entry': {
          const { shard, n } = each.entry.header;
          if (shard < 0 || shard >= shards || n !== (next.get(shard) ?? 0))
            throw new Contradiction(`no entry can stand at ${shard}:${n}`);
          if (waiting.length === batch || (waiting[0]?.header.shard ?? shard) !== shard) await flush();
          waiting.push(each.entry);
          next.set(shard, n + 1);
          entries++;
          return;
        }
        case 'key': {
          const { key, place } = each.taken;
          return await insert('insert into $.key values ($1, $2, $3, $4)', [refOf(key), key, place.shard, place.n]);
        }
        case 'task': {
          const { id, key, kind, due, body, state, attempts, worker, fence, until, why } = each.task;
          const values = [refOf(id), id, refOf(key), key, kind, due, body, state, attempts, worker, fence, until, why];
          const places = values.map((_, at) => `$${at + 1}`);
          return await insert(`insert into $.task values (${places.join(', ')})`, values);
        }
        case 'row': {
          const { table, key, value, version } = each.row;
          const values = [refOf(table, key), table, key, value, version];
          return await insert('insert into $.row values ($1, $2, $3, $4, $5)', values);
        }
        case 'cap': {
          const { name, by, at, per } = each.use;
          const values = [refOf(name), refOf(by), name, by, at, per];
          return await insert('insert into $.cap values ($1, $2, $3, $4, $5, $6)', values);
        }
      }
    },
    end: async (): Promise<number> => {
      await flush();
      return entries;
    },
  };
}
