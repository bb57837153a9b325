import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Head } from '../core/ledger/entry.ts';
import type { Verified } from '../core/ledger/verify.ts';
import type { LedgerFinding } from '../core/ledger/verify-finding.ts';
import { verifySqlite } from './sqlite/verify-sqlite.ts';
import { verifyLines } from './verify-lines.ts';

/** What a file was verified as, and what it came to; or why it is neither store nor export. */
export type FileVerified =
  | {
      readonly kind: 'verified';
      readonly as: 'store' | 'export';
      readonly verified: Verified & { readonly shards: number };
    }
  | { readonly kind: 'refused'; readonly why: string };

/** Verifies a store in SQLite or an export (`-`: from standard input); `tell` hears every finding. */
export async function verifyFile(
  path: string,
  anchors: readonly Head[],
  tell: (found: LedgerFinding) => void,
): Promise<FileVerified> {
  if (path === '-')
    return { kind: 'verified', as: 'export', verified: await verifyLines(linesOf(process.stdin), anchors, tell) };
  let begin: string;
  try {
    begin = beginOf(path);
  } catch (error) {
    return { kind: 'refused', why: `expected a store or an export at \`${path}\`: ${(error as Error).message}` };
  }
  // "Database File Format", 1.3: how every SQLite file begins.
  if (begin === 'SQLite format 3\0') return verifySqlite(path, anchors, tell);
  if (!begin.startsWith('{')) {
    const why = `expected a store (SQLite) or an export (JSON Lines) at \`${path}\`, it begins like neither`;
    return { kind: 'refused', why };
  }
  const file = await open(path);
  try {
    const lines = linesOf(file.createReadStream({ encoding: 'utf8' }));
    return { kind: 'verified', as: 'export', verified: await verifyLines(lines, anchors, tell) };
  } finally {
    await file.close();
  }
}

function beginOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(16);
    return bytes.toString('latin1', 0, readSync(file, bytes, 0, 16, 0));
  } finally {
    closeSync(file);
  }
}

function linesOf(input: NodeJS.ReadableStream): AsyncIterable<string> {
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}
