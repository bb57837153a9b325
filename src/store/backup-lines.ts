import type { Kept, Restored, Store } from '../contracts/store.ts';
import type { Json } from '../core/leaf/canonical.ts';
import type { Head } from '../core/ledger/entry.ts';
import type { LedgerFinding } from '../core/ledger/verify-finding.ts';
import { exportSchema, readKept, writeKept } from './kept-line.ts';
import { verifyLines } from './verify-lines.ts';

/**
 * Writes a whole store as JSON Lines: a first line with the number of shards, every entry (shards ascending), then keys,
 * tasks, rows and caps, and a last line that tells how many lines came before it, so that a cut file is seen to be one.
 * Only entries prove themselves: the rest is as trustworthy as the place where the export was kept.
 */
export async function* exportLines(store: Store, signal?: AbortSignal): AsyncIterable<string> {
  yield JSON.stringify({ $schema: exportSchema, shards: store.shards });
  let lines = 1;
  for await (const kept of store.backup(signal)) {
    yield JSON.stringify(writeKept(kept));
    lines++;
  }
  yield JSON.stringify({ end: { lines } });
}

/** What became of an import. */
export type Imported = Restored | { readonly kind: 'wrong'; readonly findings: readonly LedgerFinding[] };

/**
 * Fills an empty store from an export, after the whole of it was verified: `open` gives its lines, and is called twice.
 * The store must have been made with the same number of shards.
 */
export async function importLines(
  store: Store,
  open: () => AsyncIterable<string>,
  anchors: readonly Head[] = [],
  signal?: AbortSignal,
): Promise<Imported> {
  const findings: LedgerFinding[] = [];
  const { shards } = await verifyLines(open(), anchors, (found) => void findings.push(found), signal);
  if (findings.length > 0) return { kind: 'wrong', findings };
  if (shards !== store.shards) {
    const why = `expected an export of ${store.shards} shards, as this store has, it has ${shards}`;
    return { kind: 'refused', why };
  }
  return await store.restore(keptIn(open()), signal);
}

async function* keptIn(lines: AsyncIterable<string>): AsyncIterable<Kept> {
  for await (const line of lines) {
    if (line === '') continue;
    const kept = readKept(JSON.parse(line) as Json);
    if (typeof kept === 'string') throw new Error(`the export changed while it was read: ${kept}`);
    if (kept !== null) yield kept;
  }
}
