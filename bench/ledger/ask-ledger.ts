import { spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';
import type { Store } from '../../src/contracts/store.ts';
import { joinTallies, noTally } from '../../src/core/ledger/rollup.ts';
import { readRow } from '../../src/flow/live/tables.ts';
import { exportLines } from '../../src/store/backup-lines.ts';
import { benchSite, groupName } from './fill-ledger.ts';

/** Milliseconds for one question, asked in several ways that must agree. */
export interface LedgerAnswers {
  /** All that is known of one group, by the key of its rows: half of the groups asked about took no longer. */
  readonly timeline: number;
  /** The same out of the same rows by SQL, for who keeps them without such a key. */
  readonly timelineBySql: number;
  /** The same by `grep` over an export; `null` where there is none. */
  readonly timelineByGrep: number | null;
  readonly kpi: number;
  /** The same sums by SQL over the entries. */
  readonly kpiBySql: number;
  readonly exportMb: number;
}

/** Asks a filled store; `folder`: for its export. */
export async function askLedger(store: Store, path: string, folder: string, groups: number): Promise<LedgerAnswers> {
  const db = new DatabaseSync(path, { readOnly: true });
  const asked = Array.from({ length: 200 }, (_, n) => groupName((n * 7919) % groups));
  const spans: number[] = [];
  let known = 0;
  for (const group of asked) {
    const began = performance.now();
    known = (await timelineOf(store, group)).length;
    spans.push(performance.now() - began);
  }
  const scan = db.prepare(
    `select value from row where "table" = 'evidence' and json_extract(value, '$.change.on.id') = ?`,
  );
  const [timelineBySql, rows] = least(3, () => scan.all(asked.at(-1)!).length);
  const kpis: number[] = [];
  let changes = 0;
  for (let round = 0; round < 5; round++) {
    const began = performance.now();
    const tallies = (await store.rows('tally', '', 1_000_000)).flatMap((row) => readRow('tally', row) ?? []);
    changes = tallies.reduce(joinTallies, noTally).changes;
    kpis.push(performance.now() - began);
  }
  const sums = db.prepare(
    `select json_extract(body, '$.decision.severity') as severity, count(*) as changes,
       sum(json_extract(body, '$.decision.after')) as total, max(json_extract(body, '$.decision.after')) as most
     from entry where kind = 'decided' group by 1`,
  );
  const [kpiBySql, summed] = least(3, () => sums.all().reduce((sum, each) => sum + Number(each.changes), 0));
  db.close();
  if (rows !== known || summed !== changes) throw new Error(`expected ${rows} and ${summed}, got ${known}, ${changes}`);
  const file = `${folder}/export.jsonl`;
  await pipeline(withEnds(exportLines(store)), createWriteStream(file));
  const grep = () =>
    spawnSync('grep', ['-F', '-c', asked.at(-1)!, file], { env: { ...process.env, LC_ALL: 'C' }, encoding: 'utf8' });
  const [timelineByGrep, lines] = least(3, () => Number(grep().stdout ?? Number.NaN));
  const bytes = spawnSync('wc', ['-c', file], { encoding: 'utf8' }).stdout;
  return {
    timeline: spans.toSorted((a, b) => a - b)[spans.length / 2]!,
    ...{ timelineBySql, timelineByGrep: lines >= known ? timelineByGrep : null },
    ...{ kpi: Math.min(...kpis), kpiBySql, exportMb: Number.parseInt(bytes, 10) / 1e6 },
  };
}

/** As the live loop reads it: by the key of the rows, each of them parsed. */
async function timelineOf(store: Store, group: string): Promise<readonly unknown[]> {
  const under = `${benchSite.account}/${benchSite.region}/${group}`;
  const rows = await store.rows('evidence', `${under}/`, 100_000, `${under}0`);
  return rows.map(({ value }) => JSON.parse(value!) as unknown);
}

async function* withEnds(lines: AsyncIterable<string>): AsyncIterable<string> {
  for await (const line of lines) yield `${line}\n`;
}

function least(rounds: number, run: () => number): readonly [millis: number, answer: number] {
  let [millis, answer] = [Number.POSITIVE_INFINITY, 0];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    answer = run();
    millis = Math.min(millis, performance.now() - began);
  }
  return [millis, answer];
}
