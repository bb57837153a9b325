import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../src/contracts/store.ts';
import { sha256 } from '../src/core/leaf/digest.ts';
import { chainEntries, type Entry, type EntryDraft, type Head, headOf } from '../src/core/ledger/entry.ts';
import { startVerifying } from '../src/core/ledger/verify.ts';
import { nativeDigest } from '../src/store/native-digest.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';

/** Entries per second of one way to do it: the most of all rounds, interleaved with the others. */
export interface StoreRow {
  readonly name: string;
  readonly perSecond: number;
  /** The row that it is held against. */
  readonly beside: string | null;
}

/** What appending and verifying cost beside plain SQLite; `bodyBytes` of each entry. */
export interface StoreReport {
  readonly bodyBytes: number;
  readonly rows: readonly StoreRow[];
}

/** Measures it, in a temporary folder; each block lasts about `seconds`. */
export async function benchStore(rounds: number, seconds: number): Promise<StoreReport> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-store-bench-'));
  const most = new Map<string, number>();
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [name, run] of subjects(join(folder, String(round)))) {
        most.set(name, Math.max(most.get(name) ?? 0, await run(seconds)));
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    bodyBytes: body(0).length,
    rows: [...most].map(([name, perSecond]) => ({ name, perSecond, beside: peerOf(name) })),
  };
}

function peerOf(name: string): string | null {
  if (!name.startsWith('append')) return null;
  return `plain insert, ${name.split(', ').at(-1)!}`;
}

type Subject = (seconds: number) => Promise<number>;

function subjects(path: string): readonly (readonly [string, Subject])[] {
  return [
    ['plain insert, one a commit', async (seconds) => rawInserts(`${path}-raw-1.db`, 1, seconds)],
    ['append, one a commit', async (seconds) => await appends(`${path}-1.db`, 1, seconds)],
    ['append with task, cap, row and key, one a commit', async (seconds) => await decisions(`${path}-d.db`, seconds)],
    ['plain insert, 100 a commit', async (seconds) => rawInserts(`${path}-raw-100.db`, 100, seconds)],
    ['append, 100 a commit', async (seconds) => await appends(`${path}-100.db`, 100, seconds)],
    ['verify, digest of the platform', async (seconds) => verifies(nativeDigest, seconds)],
    ['verify, digest of the core', async (seconds) => verifies(sha256, seconds)],
  ];
}

/** What one would write without a ledger: the same row with the same safety, its key unique. Answers rows a second. */
export function rawInserts(path: string, batch: number, seconds: number): number {
  const db = new DatabaseSync(path);
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -32768');
  db.exec(
    'create table row (n integer primary key, key text not null unique, at integer not null, body text not null)',
  );
  const insert = db.prepare('insert into row (key, at, body) values (?, ?, ?)');
  let at = 0;
  const rate = timed(seconds, () => {
    db.exec('begin immediate');
    for (let each = 0; each < batch; each++, at++) insert.run(`key/${at}`, at, body(at));
    db.exec('commit');
    return batch;
  });
  db.close();
  return rate;
}

async function appends(path: string, batch: number, seconds: number): Promise<number> {
  const store = open(path);
  let [at, head]: [number, Head | null] = [0, null];
  return await timedAsync(store, seconds, async () => {
    const drafts = Array.from({ length: batch }, () => draft(at++));
    const done = await store.append(0, head, drafts);
    if (done.kind !== 'committed') throw new Error(done.kind);
    head = headOf(done.entries.at(-1)!);
    return batch;
  });
}

/** The commit that follows a decision: a task to do, a use of a cap, a rollup row, an alias of the record. */
async function decisions(path: string, seconds: number): Promise<number> {
  const store = open(path);
  let [at, head]: [number, Head | null] = [0, null];
  return await timedAsync(store, seconds, async () => {
    const done = await store.append(0, head, [draft(at)], {
      keys: [`alias/${at}`],
      tasks: [{ id: `act_${at}`, key: `act/${at}`, kind: 'revert', due: at, body: '{"plan":"abc"}' }],
      caps: [{ name: `group:sg-${at % 500}`, per: 3_600_000, count: 1_000_000, at, by: `act_${at}` }],
      rows: [{ table: 'rollups', key: `day/${at % 365}`, value: '{"n":1,"breach":0}' }],
    });
    if (done.kind !== 'committed') throw new Error(done.kind);
    head = headOf(done.entries[0]!);
    at++;
    return 1;
  });
}

function verifies(digest: typeof nativeDigest, seconds: number): number {
  const entries: readonly Entry[] = chainEntries(
    0,
    null,
    Array.from({ length: 2000 }, (_, at) => draft(at)),
    nativeDigest,
  );
  return timed(seconds, () => {
    const verifier = startVerifying({ anchors: [], shards: 1, digest });
    for (const entry of entries) verifier.take(entry);
    if (verifier.finish().verified.findings > 0) throw new Error('expected a ledger that proves');
    return entries.length;
  });
}

function open(path: string): Store {
  const opening = openSqliteStore({ path });
  if (opening.kind === 'refused') throw new Error(opening.why);
  return opening.store;
}

const text = 'tcp/22 from 0.0.0.0/0 '.repeat(40);

function draft(at: number): EntryDraft {
  return {
    at,
    key: `key/${at}`,
    fence: null,
    body: { kind: 'decided', decision: { id: at, text }, facts: null, basis: null },
  };
}

function body(at: number): string {
  return JSON.stringify(draft(at).body);
}

function timed(seconds: number, step: () => number): number {
  let done = 0;
  const began = performance.now();
  while (performance.now() - began < seconds * 1000) done += step();
  return (done * 1000) / (performance.now() - began);
}

async function timedAsync(store: Store, seconds: number, step: () => Promise<number>): Promise<number> {
  let done = 0;
  const began = performance.now();
  while (performance.now() - began < seconds * 1000) done += await step();
  const rate = (done * 1000) / (performance.now() - began);
  await store.close();
  return rate;
}
