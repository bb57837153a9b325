import { DatabaseSync } from 'node:sqlite';
import type {
  EntryPlace,
  Fenced,
  Kept,
  Restored,
  Row,
  RowName,
  Settled,
  Span,
  Store,
  Unavailable,
  Waiting,
} from '../../contracts/store.ts';
import { type Entry, type Head, plainKey } from '../../core/ledger/entry.ts';
import { plainCommit } from '../plain-commit.ts';
import { appendIn, headOfShard, readRow } from './append.ts';
import { keepIn, keptIn, plainEntry } from './backup.ts';
import { connect, type SqliteSettings } from './connect.ts';
import { prepareStatements, type Statements } from './statements.ts';
import { endTask, isHeld, leaseIn, plainTask } from './tasks.ts';
import { asOfNow, breaksRule, inTransaction, rollBack, unavailable } from './transaction.ts';

/** A store that is open, or why it is not. */
export type SqliteOpening =
  | { readonly kind: 'opened'; readonly store: Store }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * The store for one machine: a file, which any number of processes may share. Calls do their work before they return
 * (`node:sqlite` is synchronous), so that within one process they never wait for each other.
 */
export function openSqliteStore(settings: SqliteSettings): SqliteOpening {
  const connection = connect(settings);
  if (connection.kind === 'refused') return connection;
  return { kind: 'opened', store: storeOn(connection.db, settings.path, connection.shards) };
}

function storeOn(db: DatabaseSync, path: string, shards: number): Store {
  const statements = prepareStatements(db);
  return {
    shards,
    append: async (shard, expect, entries, effects = {}, signal) => {
      if (shard < 0 || shard >= shards) throw new RangeError(`expected a shard below ${shards}, got ${shard}`);
      const commit = plainCommit(entries, effects);
      if (signal?.aborted) return gaveUp;
      const done = inTransaction(
        db,
        () => appendIn(statements, shard, expect, commit),
        ({ kind }) => kind === 'committed',
      );
      return done.kind === 'did' ? done.did : done;
    },
    read: (shard, from, signal) => readShard(statements, shard, from, signal),
    find: async (key) => placeOf(statements, key),
    heads: async () => headsOf(statements, shards),
    row: async (name) => rowOf(statements, name),
    rows: async (table, from, most, before) =>
      rowsIn(statements, { table, from, most, ...(before === undefined ? {} : { before }) }),
    view: async ({ shard, keys = [], rows = [], spans = [] }) =>
      asOfNow(db, () => ({
        head: shard === undefined ? null : headOfShard(statements, shard),
        places: keys.map((key) => placeOf(statements, key)),
        rows: rows.map((name) => rowOf(statements, name)),
        spans: spans.map((span) => rowsIn(statements, span)),
      })),
    task: async (id) => {
      const found = statements.task.get(plainKey(id));
      return found === undefined ? null : plainTask(found);
    },
    waiting: async (now) => statements.waiting.all(now).map((found) => ({ ...found }) as unknown as Waiting),
    lease: async (asked, signal) => {
      if (signal?.aborted) return gaveUp;
      const done = inTransaction(db, () => leaseIn(statements, asked));
      return done.kind === 'did' ? { kind: 'leased', tasks: done.did } : done;
    },
    renew: async (held, now, span) =>
      settle(db, statements, held, (task) => statements.renewTask.run(now + span, task.task)),
    finish: async (held) => settle(db, statements, held, (task) => endTask(statements, task, { kind: 'done' })),
    fail: async (held, why, again) =>
      settle(db, statements, held, (task) => endTask(statements, task, { kind: 'failed', why: plainKey(why), again })),
    erase: async (before) => {
      const done = inTransaction(db, () => {
        statements.forgetTasks.run(before);
        statements.forgetUses.run(before);
        return Number(statements.eraseBodies.run(before).changes);
      });
      // The log still holds the old pages; it is emptied when no reader needs them any more.
      if (done.kind === 'did') emptyLog(db);
      return done.kind === 'did' ? { kind: 'erased', bodies: done.did } : done;
    },
    backup: (signal) => backup(db, path, signal),
    restore: (kept, signal) => restore(db, path, kept, signal),
    close: async () => db.close(),
  };
}

const gaveUp: Unavailable = { kind: 'unavailable', maybe: false, why: 'the caller gave up' };

/** Waits for nobody: who reads at the moment may sit in this very process. */
function emptyLog(db: DatabaseSync): void {
  const { timeout } = db.prepare('pragma busy_timeout').get() as { timeout: number };
  db.exec('pragma busy_timeout = 0; pragma wal_checkpoint(truncate)');
  db.exec(`pragma busy_timeout = ${timeout}`);
}

/** Entries that are fetched at a time. */
const page = 256;

async function* readShard(
  statements: Statements,
  shard: number,
  from: number,
  signal: AbortSignal | undefined,
): AsyncIterable<Entry> {
  for (let next = from; ; ) {
    signal?.throwIfAborted();
    const found = statements.entries.all(shard, next, page).map(plainEntry);
    yield* found;
    if (found.length < page) return;
    next = found.at(-1)!.header.n + 1;
  }
}

function placeOf({ findKey }: Statements, key: string): EntryPlace | null {
  const place = findKey.get(plainKey(key));
  return place === undefined ? null : ({ ...place } as unknown as EntryPlace);
}

function rowOf(statements: Statements, { table, key }: RowName): Row {
  return readRow(statements, plainKey(table), plainKey(key));
}

function rowsIn({ rows, rowsBefore }: Statements, { table, from, most, before }: Span): readonly Row[] {
  const [name, first] = [plainKey(table), plainKey(from)];
  const found =
    before === undefined ? rows.all(name, first, most) : rowsBefore.all(name, first, plainKey(before), most);
  return found.map((row) => ({ ...row }) as unknown as Row);
}

function headsOf(statements: Statements, shards: number): readonly Head[] {
  return Array.from({ length: shards }, (_, shard) => headOfShard(statements, shard)).filter((head) => head !== null);
}

function settle(db: DatabaseSync, statements: Statements, held: Fenced, change: (held: Fenced) => unknown): Settled {
  const task = { ...held, task: plainKey(held.task) };
  const done = inTransaction(db, (): Settled => {
    if (!isHeld(statements, task)) return { kind: 'fenced' };
    change(task);
    return { kind: 'settled' };
  });
  return done.kind === 'did' ? done.did : done;
}

/** Reads on a connection of its own, so that what others write meanwhile is not half in it. */
async function* backup(db: DatabaseSync, path: string, signal: AbortSignal | undefined): AsyncIterable<Kept> {
  if (path === ':memory:') {
    yield* [...keptIn(db)];
    return;
  }
  const own = new DatabaseSync(path, { readOnly: true });
  try {
    own.exec('pragma busy_timeout = 10000; begin');
    for (const each of keptIn(own)) {
      signal?.throwIfAborted();
      yield each;
    }
  } finally {
    own.close();
  }
}

/** One transaction over the whole backup, on a connection of its own: others find an empty store, or all of it. */
async function restore(
  db: DatabaseSync,
  path: string,
  kept: AsyncIterable<Kept>,
  signal: AbortSignal | undefined,
): Promise<Restored> {
  const own = path === ':memory:' ? db : new DatabaseSync(path);
  try {
    own.exec('pragma busy_timeout = 10000; pragma synchronous = full; begin immediate');
    const statements = prepareStatements(own);
    const used = 'select 1 from entry union all select 1 from task union all select 1 from row limit 1';
    if (own.prepare(used).get() !== undefined)
      return stop(own, { kind: 'refused', why: 'expected an empty store, something is in it' });
    let entries = 0;
    for await (const each of kept) {
      if (signal?.aborted) return stop(own, gaveUp);
      keepIn(own, statements, each);
      if (each.kind === 'entry') entries++;
    }
    own.exec('commit');
    return { kind: 'restored', entries };
  } catch (error) {
    rollBack(own);
    if (breaksRule(error))
      return { kind: 'refused', why: `the backup contradicts itself: ${(error as Error).message}` };
    return unavailable(error, false);
  } finally {
    if (own !== db) own.close();
  }
}

function stop(db: DatabaseSync, answer: Restored): Restored {
  rollBack(db);
  return answer;
}
