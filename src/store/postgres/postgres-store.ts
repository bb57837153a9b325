import type { Pool } from 'pg';
import type { EntryPlace, Row, Settled, Store, Task, Waiting } from '../../contracts/store.ts';
import { type Entry, type Head, plainKey } from '../../core/ledger/entry.ts';
import { plainCommit } from '../plain-commit.ts';
import { appendIn, enterShard } from './append.ts';
import { connect, forAsLongAsItTakes, type PostgresSettings } from './connect.ts';
import { keptIn, plainEntry } from './kept-rows.ts';
import { sayOutage } from './outage.ts';
import { readPostgresUrl } from './postgres-url.ts';
import { prepareSchema } from './prepare-schema.ts';
import { refOf } from './ref-of.ts';
import { restore } from './restore.ts';
import { type Query, read, type Statements, statementsIn, write } from './statements.ts';
import { endTask, leaseFrom } from './tasks.ts';
import { gaveUp, inTransaction } from './transaction.ts';
import { spanQuery, viewIn } from './view.ts';

/** A store that is open, or why it is not. */
export type PostgresOpening =
  | { readonly kind: 'opened'; readonly store: Store }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * The store for several machines: a schema in a PostgreSQL database (15 or newer), which is made or brought up to date when
 * it is opened. Any number of processes may share it. No answer and no error ever holds the password.
 */
export async function openPostgresStore(settings: PostgresSettings): Promise<PostgresOpening> {
  const { url, shards = 64 } = settings;
  if (!Number.isInteger(shards) || shards < 1 || shards > 4096)
    return { kind: 'refused', why: `expected 1 to 4096 shards, got ${shards}` };
  const place = readPostgresUrl(url);
  if (typeof place === 'string') return { kind: 'refused', why: place };
  const pool = connect(place, settings);
  try {
    const prepared = await prepareSchema(pool, place.schema, shards);
    if (prepared.kind === 'prepared') return { kind: 'opened', store: storeOn(pool, place.schema, prepared.shards) };
    await pool.end();
    return { kind: 'refused', why: `expected a store at \`${place.said}\`: ${prepared.why}` };
  } catch (error) {
    await pool.end();
    return { kind: 'refused', why: `expected a store at \`${place.said}\`: ${sayOutage(error)}` };
  }
}

function storeOn(pool: Pool, schema: string, shards: number): Store {
  const statements = statementsIn(schema);
  return {
    shards,
    append: async (shard, expect, entries, effects = {}, signal) => {
      if (!(shard >= 0 && shard < shards && Number.isInteger(shard)))
        throw new RangeError(`expected a shard below ${shards}, got ${shard}`);
      const commit = plainCommit(entries, effects);
      if (signal?.aborted) return gaveUp;
      const asked = { shard, expect, commit };
      const done = await inTransaction(
        pool,
        enterShard(schema, asked),
        async (client, first) => await appendIn(client, statements, asked, first),
        signal,
      );
      return done.kind === 'did' ? done.did : done;
    },
    read: (shard, from, signal) => readShard(pool, statements, shard, from, signal),
    find: async (key) => {
      const [found] = await read<EntryPlace>(pool, statements.findKey, [refOf(plainKey(key))]);
      return found === undefined ? null : { shard: found.shard, n: found.n };
    },
    heads: async () => (await read<Head>(pool, statements.heads, [])).map((head) => ({ ...head })),
    row: async (name) => {
      const [table, key] = [plainKey(name.table), plainKey(name.key)];
      const [found] = await read<Row>(pool, statements.row, [refOf(table, key)]);
      return found ?? { table, key, value: null, version: 0 };
    },
    rows: async (table, from, most, before) => {
      const span = { table, from, most, ...(before === undefined ? {} : { before }) };
      const { values, ...statement } = spanQuery(statements, span);
      return await read<Row>(pool, statement, values);
    },
    view: async (asked) => await viewIn(pool, statements, asked),
    task: async (id) => (await read<Task>(pool, statements.task, [refOf(plainKey(id))]))[0] ?? null,
    waiting: async (now) => await read<Waiting>(pool, statements.waiting, [now]),
    lease: async (asked, signal) => (signal?.aborted ? gaveUp : await leaseFrom(pool, statements, asked)),
    renew: async (held, now, span) =>
      await settle(pool, { ...statements.renewTask, values: [refOf(plainKey(held.task)), held.fence, now + span] }),
    finish: async (held) => await settle(pool, endTask(statements, held, { kind: 'done' })),
    fail: async (held, why, again) =>
      await settle(pool, endTask(statements, held, { kind: 'failed', why: plainKey(why), again })),
    erase: async (before) => {
      // The first one may be about years.
      const done = await inTransaction(pool, ['set local statement_timeout = 0'], async (client) => {
        const erased = await client.query({ ...statements.erase, values: [before], ...forAsLongAsItTakes });
        return { did: erased.rowCount ?? 0, writes: [] };
      });
      return done.kind === 'did' ? { kind: 'erased', bodies: done.did } : done;
    },
    backup: (signal) => keptIn(pool, schema, signal),
    restore: (kept, signal) => restore(pool, { schema, statements, shards }, kept, signal),
    close: async () => await pool.end(),
  };
}

/** Entries that are fetched at a time. */
const page = 256;

async function* readShard(
  pool: Pool,
  statements: Statements,
  shard: number,
  from: number,
  signal: AbortSignal | undefined,
): AsyncIterable<Entry> {
  for (let next = from; ; ) {
    signal?.throwIfAborted();
    const found = (await read(pool, statements.entries, [shard, next, page])).map(plainEntry);
    yield* found;
    if (found.length < page) return;
    next = found.at(-1)!.header.n + 1;
  }
}

async function settle(pool: Pool, query: Query): Promise<Settled> {
  const done = await write(pool, query);
  if (done.kind === 'unavailable') return done;
  return { kind: done.did.count > 0 ? 'settled' : 'fenced' };
}
