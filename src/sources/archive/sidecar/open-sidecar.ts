import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { readWire, wireVersion } from '../run/wire.ts';
import type { Seen, Sidecar } from './sidecar.ts';

/** Characters that are gathered before they are committed, and how many files at most. */
const gatheredSize = 2 * 1024 * 1024;
const gatheredFiles = 256;

const schema = `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;
  CREATE TABLE IF NOT EXISTS file (path TEXT NOT NULL, version TEXT NOT NULL, size INTEGER NOT NULL, modified TEXT NOT NULL, wire TEXT NOT NULL, PRIMARY KEY (path, version))`;

interface Open {
  readonly store: DatabaseSync;
  readonly knows: StatementSync;
  readonly recall: StatementSync;
  readonly keep: StatementSync;
}

/**
 * Opens the sidecar in a folder, an SQLite file that several processes may use at once. Each file of an archive is remembered by path,
 * size, time of change and version (wanted calls and wire form), whole or not at all. A damaged sidecar is thrown away and begun anew.
 */
export async function openSidecar(folder: string, calls: ReadonlySet<string>): Promise<Sidecar> {
  const { DatabaseSync } = await import('node:sqlite');
  const file = join(folder, 'archive.sqlite');
  const version = createHash('sha256')
    .update(JSON.stringify([wireVersion, [...calls].sort()]))
    .digest('hex')
    .slice(0, 16);
  const notices: string[] = [];
  let open: Open | null = null;
  let gathered: (readonly [Seen, string])[] = [];
  let size = 0;

  const start = (): void => {
    mkdirSync(folder, { recursive: true });
    const store = new DatabaseSync(file);
    try {
      store.exec(schema);
      open = {
        store,
        knows: store.prepare('SELECT 1 FROM file WHERE path = ? AND version = ? AND size = ? AND modified = ?'),
        recall: store.prepare('SELECT wire FROM file WHERE path = ? AND version = ? AND size = ? AND modified = ?'),
        keep: store.prepare('INSERT OR REPLACE INTO file (path, version, size, modified, wire) VALUES (?, ?, ?, ?, ?)'),
      };
    } catch (error) {
      store.close();
      throw error;
    }
  };

  /** Damage begins the sidecar anew; anything else in the way (a full disk, no permission, a lock) ends its use. */
  const guard = <T>(instead: T, act: (open: Open) => T): T => {
    if (open === null) return instead;
    try {
      return act(open);
    } catch (error) {
      closeQuietly(open);
      open = null;
      recover(error);
      return instead;
    }
  };

  const recover = (error: unknown): void => {
    if (!isDamage(error))
      return void notices.push(
        `the sidecar cannot be used, so files are read anew each time: ${(error as Error).message}`,
      );
    try {
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
      start();
      notices.push('the sidecar was damaged and is begun anew');
    } catch (again) {
      notices.push(`the sidecar is damaged and cannot be begun anew: ${(again as Error).message}`);
    }
  };

  const flush = (): void => {
    const rows = gathered;
    [gathered, size] = [[], 0];
    if (rows.length === 0) return;
    guard(undefined, ({ store, keep }) => {
      store.exec('BEGIN IMMEDIATE');
      for (const [seen, wire] of rows) keep.run(seen.path, version, seen.size, seen.modified, wire);
      store.exec('COMMIT');
    });
  };

  try {
    start();
  } catch (error) {
    recover(error);
  }
  return {
    file,
    knows: (seen) => guard(false, ({ knows }) => knows.get(seen.path, version, seen.size, seen.modified) !== undefined),
    recall: (seen) =>
      guard(null, ({ recall }) => {
        const row = recall.get(seen.path, version, seen.size, seen.modified);
        return row === undefined ? null : readQuietly(String(row.wire));
      }),
    keep: (seen, wires) => {
      const wire = joinWires(wires);
      gathered.push([seen, wire]);
      size += wire.length;
      if (size >= gatheredSize || gathered.length >= gatheredFiles) flush();
    },
    close: () => {
      flush();
      if (open !== null) closeQuietly(open);
      open = null;
    },
    takeNotices: () => notices.splice(0),
  };
}

/** Several arrays of the wire form as one. */
function joinWires(wires: readonly string[]): string {
  const filled = wires.filter((wire) => wire !== '');
  return filled.length <= 1 ? (filled[0] ?? '') : `[${filled.map((wire) => wire.slice(1, -1)).join(',')}]`;
}

function readQuietly(wire: string): ReturnType<typeof readWire> | null {
  try {
    return readWire(wire);
  } catch {
    return null;
  }
}

function closeQuietly({ store }: Open): void {
  try {
    store.close();
  } catch {
    // Nothing is lost: it is a cache.
  }
}

/** SQLITE_CORRUPT, SQLITE_NOTADB, or a table of another make (https://www.sqlite.org/rescode.html). */
function isDamage(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode ?? 0;
  return (code & 0xff) === 11 || (code & 0xff) === 26 || (code & 0xff) === 1;
}
