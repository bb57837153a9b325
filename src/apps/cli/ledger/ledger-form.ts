import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { exportSchema } from '../../../store/kept-line.ts';

/** What a file that holds a ledger is. */
export type LedgerForm = 'store' | 'export';

/** Whether a path is a ledger: a store in SQLite, or an export in JSON Lines; `null` where it is neither. */
export function ledgerForm(path: string): LedgerForm | null {
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
