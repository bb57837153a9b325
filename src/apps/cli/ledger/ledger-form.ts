import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { exportSchema } from '../../../store/kept-line.ts';
import { isPostgresUrl } from '../../../store/postgres/postgres-url.ts';

/** What holds a ledger: a SQLite file, a PostgreSQL server, or a file of JSON Lines. */
export type LedgerForm = 'store' | 'postgres' | 'export';

/** Whether a path is a ledger: a store, in SQLite or (as a URL) in PostgreSQL, or an export; `null` where it is none. */
export function ledgerForm(path: string): LedgerForm | null {
  if (isPostgresUrl(path)) return 'postgres';
  if (path === '-' || !existsSync(path) || !statSync(path).isFile()) return null;
  const begin = beginOf(path);
  // "Database File Format", 1.3: how every SQLite file begins.
  if (begin.startsWith('SQLite format 3\0')) return 'store';
  return begin.replaceAll(' ', '').startsWith(`{"$schema":"${exportSchema}"`) ? 'export' : null;
}

function beginOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(64);
    return bytes.toString('latin1', 0, readSync(file, bytes, 0, 64, 0));
  } finally {
    closeSync(file);
  }
}
