import { closeSync, existsSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { applicationId, schema, schemaVersion, taskIndex } from './schema.ts';
import { inTransaction } from './transaction.ts';

/** How a store in SQLite is opened. */
export interface SqliteSettings {
  /** A file, or `:memory:`. */
  readonly path: string;
  /** Shards of a store that is made now (1); of one that is there already, how many it has stands in it. */
  readonly shards?: number;
  /** Milliseconds to wait for another process that writes (10,000). */
  readonly patience?: number;
}

/** A connection to a store, or why there is none. */
export type Connection =
  | { readonly kind: 'connected'; readonly db: DatabaseSync; readonly shards: number }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Opens a store's file, or makes one that only its owner may read. Write-ahead log, so that readers never wait; every
 * commit is on the disk before it is told (SQLite documentation, "PRAGMA synchronous": FULL).
 */
export function connect({ path, shards = 1, patience = 10_000 }: SqliteSettings): Connection {
  if (!Number.isInteger(shards) || shards < 1 || shards > 4096)
    return { kind: 'refused', why: `expected 1 to 4096 shards, got ${shards}` };
  let db: DatabaseSync | null = null;
  try {
    if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600));
    db = new DatabaseSync(path);
    db.exec(`pragma busy_timeout = ${patience}`);
    const problem = prepareFile(db, path, shards, patience);
    if (problem === null) return { kind: 'connected', db, shards: shardsOf(db) };
    db.close();
    return { kind: 'refused', why: problem };
  } catch (error) {
    db?.close();
    return { kind: 'refused', why: `expected a store at \`${path}\`: ${(error as Error).message}` };
  }
}

/** Opens a store's file to read only, as `verify` does: a damaged or foreign file is said to be one. */
export function connectToRead(path: string): Connection {
  if (!existsSync(path)) return { kind: 'refused', why: `expected a store at \`${path}\`, found nothing` };
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path, { readOnly: true });
    db.exec('pragma busy_timeout = 10000');
    if (idOf(db) !== applicationId) throw new Error('it is a SQLite file of another program');
    if (versionOf(db) !== schemaVersion) throw new Error(sayVersion(versionOf(db)));
    return { kind: 'connected', db, shards: shardsOf(db) };
  } catch (error) {
    db?.close();
    return { kind: 'refused', why: `expected a store at \`${path}\`: ${(error as Error).message}` };
  }
}

function prepareFile(db: DatabaseSync, path: string, shards: number, patience: number): string | null {
  if (idOf(db) !== applicationId) {
    const made = inTransaction(db, () => makeTables(db, shards));
    if (made.kind === 'unavailable') return `expected a store at \`${path}\`: ${made.why}`;
    if (made.did !== null) return `expected a store at \`${path}\`, ${made.did}`;
  }
  if (versionOf(db) !== schemaVersion) return `expected a store at \`${path}\`, ${sayVersion(versionOf(db))}`;
  useLog(db, patience);
  // Stores that were made before have none.
  db.exec(taskIndex);
  db.exec('pragma synchronous = full; pragma secure_delete = on');
  db.exec('pragma cache_size = -32768; pragma journal_size_limit = 67108864');
  return null;
}

/** Another process may have made them in the meantime. */
function makeTables(db: DatabaseSync, shards: number): string | null {
  if (idOf(db) === applicationId) return null;
  const { count } = db.prepare('select count(*) as count from sqlite_schema').get() as { count: number };
  if (count > 0 || idOf(db) !== 0) return 'it is a SQLite file of another program';
  db.exec(schema);
  db.prepare('insert into about (name, value) values (?, ?)').run('shards', String(shards));
  db.exec(`pragma application_id = ${applicationId}; pragma user_version = ${schemaVersion}`);
  return null;
}

/** SQLite does not wait by itself when two connections turn the log on at once. */
function useLog(db: DatabaseSync, patience: number): void {
  const until = performance.now() + patience;
  for (;;) {
    try {
      db.exec('pragma journal_mode = wal');
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function idOf(db: DatabaseSync): number {
  return (db.prepare('pragma application_id').get() as { application_id: number }).application_id;
}

function versionOf(db: DatabaseSync): number {
  return (db.prepare('pragma user_version').get() as { user_version: number }).user_version;
}

function sayVersion(version: number): string {
  return `its tables are of version ${version}, this program knows version ${schemaVersion}`;
}

function shardsOf(db: DatabaseSync): number {
  return Number((db.prepare("select value from about where name = 'shards'").get() as { value: string }).value);
}
