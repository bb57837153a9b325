import type { Kept, Restored, Store } from '../contracts/store.ts';
import type { Json, JsonObject } from '../core/leaf/canonical.ts';
import type { Instant } from '../core/leaf/instant.ts';
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
  yield* exportKept(store.shards, store.backup(signal));
}

/** The same of what a store holds. */
export async function* exportKept(shards: number, kept: AsyncIterable<Kept>): AsyncIterable<string> {
  yield* between({ $schema: exportSchema, shards }, kept);
}

/** What the first line of a part of a ledger says: it proves nothing and nobody takes it in. */
export const partSchema = 'portcullis:ledger-part:1';

/** The entries alone that were written since then: for other programs to read, not to be taken in again. */
export async function* exportPart(shards: number, kept: AsyncIterable<Kept>, since: Instant): AsyncIterable<string> {
  yield* between({ $schema: partSchema, shards, since }, entriesSince(kept, since));
}

async function* between(first: JsonObject, all: AsyncIterable<Kept>): AsyncIterable<string> {
  yield JSON.stringify(first);
  let lines = 1;
  for await (const kept of all) {
    yield lineOf(writeKept(kept));
    lines++;
  }
  yield JSON.stringify({ end: { lines } });
}

/** Readers of lines (Node's among them) take two characters for ends of a line that JSON lets stand as they are. */
function lineOf(json: JsonObject): string {
  return JSON.stringify(json).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

async function* entriesSince(all: AsyncIterable<Kept>, since: Instant): AsyncIterable<Kept> {
  for await (const kept of all) {
    if (kept.kind !== 'entry') return;
    if (kept.entry.header.at >= since) yield kept;
  }
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
  return await store.restore(keptInLines(open()), signal);
}

/** What an export holds; it was verified before. */
export async function* keptInLines(lines: AsyncIterable<string>): AsyncIterable<Kept> {
  for await (const line of lines) {
    if (line === '') continue;
    const kept = readKept(JSON.parse(line) as Json);
    if (typeof kept === 'string') throw new Error(`the export changed while it was read: ${kept}`);
    if (kept !== null) yield kept;
  }
}
