import type { DatabaseSync } from 'node:sqlite';
import type { Unavailable } from '../../contracts/store.ts';

/**
 * Does work in one transaction that nobody else writes beside. The work answers; `keep` says whether its writes stay.
 * When the commit itself fails, nobody knows whether it happened: `maybe`.
 */
export function inTransaction<T>(
  db: DatabaseSync,
  work: () => T,
  keep: (did: T) => boolean = () => true,
): { readonly kind: 'did'; readonly did: T } | Unavailable {
  let maybe = false;
  try {
    db.exec('begin immediate');
  } catch (error) {
    return unavailable(error, maybe);
  }
  try {
    const did = work();
    maybe = keep(did);
    db.exec(maybe ? 'commit' : 'rollback');
    return { kind: 'did', did };
  } catch (error) {
    rollBack(db);
    return unavailable(error, maybe);
  }
}

/** Reads as of one moment, however many statements that takes: what others commit meanwhile is not half in it. */
export function asOfNow<T>(db: DatabaseSync, read: () => T): T {
  db.exec('begin');
  try {
    return read();
  } finally {
    rollBack(db);
  }
}

/** An error of SQLite as an answer; a fault of ours (a broken constraint, a wrong statement) is thrown on. */
export function unavailable(error: unknown, maybe: boolean): Unavailable {
  const { code, errcode = 1, message } = error as { code?: string; errcode?: number; message: string };
  if (code !== 'ERR_SQLITE_ERROR' || errcode % 256 === 1 || breaksRule(error)) throw error;
  return { kind: 'unavailable', maybe, why: message };
}

/** Tells an error that says: this row cannot stand beside those that are there (SQLITE_CONSTRAINT, 19). */
export function breaksRule(error: unknown): boolean {
  const { code, errcode = 0 } = error as { code?: string; errcode?: number };
  return code === 'ERR_SQLITE_ERROR' && errcode % 256 === 19;
}

/** Takes back what was not committed, if anything. */
export function rollBack(db: DatabaseSync): void {
  try {
    db.exec('rollback');
  } catch {
    // Nothing was begun, or SQLite has rolled back by itself (documentation, "BEGIN TRANSACTION").
  }
}
