import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNpmPostgres, findSystemPostgres } from '../test/postgres/find-postgres.ts';
import { startPostgres } from '../test/postgres/start-postgres.ts';
import type { Watched } from './ledger/watch-records.ts';
import type { Latency } from './loop/revert-latency.ts';
import { runProcess } from './measure/run-process.ts';
import { serve } from './measure/serve.ts';
import { rawInserts } from './store-bench.ts';

/** What the live loop costs on each store, beside a loop that only receives and deletes. */
export interface LoopReport {
  readonly records: number;
  /** Messages a second that our SQS source receives and deletes, and nothing else. */
  readonly receives: number;
  /** Rows a second, one a commit, each on the disk, in plain SQLite. */
  readonly plainInserts: number;
  readonly stores: readonly OnStore[];
  /** Memory after many records (SQLite). */
  readonly long: Watched & { readonly records: number; readonly oneIn: number };
  /** Processes that wanted a processor, on average over the minute: before, and at the end. */
  readonly load: readonly [number, number];
}

/** The loop on one store: messages a second, and how soon a revert is sent; `null` where there is no such server here. */
export interface OnStore {
  readonly name: string;
  readonly decides: number | null;
  readonly latency: Latency | null;
  /** Processes that wanted a processor when its latency had been measured: on a busy machine every store is slow. */
  readonly load: number;
}

/** How much of it is measured. */
export interface LoopSizes {
  readonly records: number;
  readonly openings: number;
  readonly perSecond: number;
  readonly long: number;
  /** One in so many of these is of the perimeter. */
  readonly oneIn: number;
}

/** Enough for figures that hold, and enough to see that it works. */
export const loopSizes: Readonly<Record<'full' | 'quick', LoopSizes>> = {
  full: { records: 10_000, openings: 500, perSecond: 5, long: 1_000_000, oneIn: 100 },
  quick: { records: 100, openings: 10, perSecond: 5, long: 200, oneIn: 2 },
};

/** Measures it, each part in a process of its own, once. */
export async function benchLoop(sizes: LoopSizes, tell: (what: string) => void): Promise<LoopReport> {
  const before = loadavg()[0]!;
  const { records, long, oneIn } = sizes;
  tell(`${records} messages that are only received`);
  const receives = await drain('nothing', records);
  const stores = [
    await onStore('SQLite', 'sqlite', sizes, tell),
    await onPostgres('PostgreSQL 15', findSystemPostgres(15), sizes, tell),
    await onPostgres('the newest PostgreSQL', findNpmPostgres(), sizes, tell),
  ];
  tell(`${long} records through the live loop`);
  const watched = await child<Watched>('watch', 'sqlite', long, oneIn);
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-loop-bench-'));
  try {
    const plainInserts = rawInserts(join(folder, 'plain.db'), 1, 2);
    const load = [before, loadavg()[0]!] as const;
    return { records, receives, plainInserts, stores, long: { ...watched, records: long, oneIn }, load };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onPostgres(
  name: string,
  program: ReturnType<typeof findNpmPostgres>,
  sizes: LoopSizes,
  tell: (what: string) => void,
): Promise<OnStore> {
  if (program === null) return { name, decides: null, latency: null, load: loadavg()[0]! };
  const server = await startPostgres(program, { safe: true });
  try {
    return await onStore(name, await server.newDatabase('bench'), sizes, tell);
  } finally {
    await server.stop();
  }
}

/** Each part in a store of its own: on a server, in a schema of its own. */
async function onStore(
  name: string,
  place: string,
  { records, openings, perSecond }: LoopSizes,
  tell: (what: string) => void,
): Promise<OnStore> {
  const placeOf = (schema: string) => (place === 'sqlite' ? place : `${place}&schema=${schema}`);
  tell(`${records} messages through the live loop on ${name}`);
  const decides = await drain(placeOf('drain'), records);
  tell(`${openings} reverts on ${name}`);
  const latency = await child<Latency>('revert', placeOf('revert'), openings, perSecond);
  return { name, decides, latency, load: loadavg()[0]! };
}

async function drain(place: string, records: number): Promise<number> {
  const queue = await serve('queue-stand-in.ts', records);
  try {
    return (await child<{ readonly perSecond: number }>('drain', place, records, queue.endpoint)).perSecond;
  } finally {
    await queue.stop();
  }
}

async function child<T>(...args: readonly (string | number)[]): Promise<T> {
  const program = join(import.meta.dirname, 'children/loop.ts');
  const { stdout } = await runProcess([process.execPath, program, ...args.map(String)], { keep: true });
  return JSON.parse(stdout) as T;
}
