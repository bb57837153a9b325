import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LedgerAnswers } from './ledger/ask-ledger.ts';
import type { Watched } from './ledger/watch-records.ts';
import { runProcess } from './measure/run-process.ts';
import { rawInserts } from './store-bench.ts';

/** What a large ledger costs, in memory and in answers, and what the live loop costs beside plain SQLite. */
export interface LedgerReport {
  readonly entries: number;
  readonly groups: number;
  readonly filled: Filled & LedgerAnswers;
  readonly records: number;
  readonly watched: Watched;
  /** Rows a second, one a commit, each on the disk: what is done where nothing is decided or proven. */
  readonly plainInserts: number;
  /** Processes that wanted a processor, on average over the minute: before, and at the end. */
  readonly load: readonly [number, number];
}

/** How long it took to append all of it; megabytes of the process after a tenth and at the end. */
interface Filled {
  readonly seconds: number;
  readonly rssAtTenth: number;
  readonly rssAtEnd: number;
}

/** Measures it, each part in a process of its own, once: it takes some minutes at a million entries. */
export async function benchLedger(entries: number, tell: (what: string) => void): Promise<LedgerReport> {
  const before = loadavg()[0]!;
  const days = 100;
  const groups = Math.ceil(entries / days);
  const records = Math.ceil(entries / 500) * 10;
  tell(`a ledger of ${entries} entries`);
  const filled = await child<LedgerReport['filled']>('fill', groups, days);
  tell(`${records} records through the live loop`);
  const watched = await child<Watched>('watch', records);
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-ledger-bench-'));
  try {
    const plainInserts = rawInserts(join(folder, 'plain.db'), 1, 2);
    const load = [before, loadavg()[0]!] as const;
    return { entries: groups * days, groups, filled, records, watched, plainInserts, load };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function child<T>(...args: readonly (string | number)[]): Promise<T> {
  const program = join(import.meta.dirname, 'children/ledger.ts');
  const { stdout } = await runProcess([process.execPath, program, ...args.map(String)], { keep: true });
  return JSON.parse(stdout) as T;
}
