import { existsSync, renameSync, rmSync } from 'node:fs';
import type { Kept } from '../../contracts/store.ts';
import type { Entry } from '../../core/ledger/entry.ts';
import {
  compareRebuilt,
  type RebuiltComparison,
  type RowDifference,
  withRebuilt,
} from '../../flow/live/rebuild/compare-rebuilt.ts';
import { type Rebuilt, rebuildFrom } from '../../flow/live/rebuild/rebuild.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { Complaint } from './complaint.ts';
import { counted, grouped } from './counted.ts';
import type { CsvColumn } from './format/csv.ts';
import { formatOf, limitOf, writeRows } from './format/write-rows.ts';
import { nextLines, shellPaths } from './hints.ts';
import { type OpenedKept, openKept } from './ledger/open-kept.ts';
import { as, type Line, print } from './screen.ts';
import { tableLines } from './table.ts';
import { startTicker } from './ticker.ts';
import type { Run } from './verbs.ts';

/**
 * `rebuild`: makes every row of a store again from its entries and says what differs; `--out` writes a fresh store with them.
 * The store itself is only read. Exit code 2 where something differs.
 */
export const rebuildVerb: Run = async ([path = ''], options, terminal) => {
  const [format, limit, { out }] = [formatOf(options), limitOf(options), options];
  if (out === '-') throw new Complaint('expected a file at `--out`: what is written is a store');
  // Nobody may have meant to lose a ledger: `--force` does not help here.
  if (out !== undefined && existsSync(out))
    throw new Complaint(`expected a place for a new store at \`${out}\`, it is taken`);
  const opened = await openKept(path);
  const ticker = startTicker(terminal, 'entries');
  const rebuilt = await rebuildFrom(entriesIn(opened.kept(), ticker.tell));
  const compared = await compareRebuilt(rebuilt, opened.kept());
  ticker.clear();
  if (out !== undefined) await writeStore(out, opened, rebuilt);
  const said = shellPaths([path]);
  const { differences, kept, same } = compared;
  const code = differences.length > 0 ? 2 : rebuilt.untold > 0 ? 3 : 0;
  if (format !== 'text') {
    const head = {
      ...{ ledger: said, out: out ?? null, entries: rebuilt.entries, untold: rebuilt.untold },
      ...{ same: Object.fromEntries(same), kept: Object.fromEntries(kept), different: differences.length },
    };
    const rows = differences.slice(0, limit ?? undefined);
    await writeRows(terminal, format, { $schema: 'portcullis:rebuild:1', head, key: 'differences', rows, columns });
    return code;
  }
  await print(terminal, [
    ...aboutLines(said, rebuilt, compared),
    ...differenceLines(compared, limit ?? 40, terminal.columns),
    ...(out === undefined
      ? []
      : [
          [as('bold', 'Wrote     '), out] as Line,
          ...nextLines(terminal, [[`verify ${shellPaths([out])}`, 'proves it']]),
        ]),
  ]);
  return code;
};

async function* entriesIn(all: AsyncIterable<Kept>, tell: (count: number) => void): AsyncIterable<Entry> {
  let count = 0;
  for await (const kept of all) {
    if (kept.kind !== 'entry') return;
    tell(++count);
    yield kept.entry;
  }
}

async function writeStore(out: string, { kept, shards }: OpenedKept, rebuilt: Rebuilt): Promise<void> {
  const part = `${out}.part`;
  const clear = (): void => {
    for (const each of [part, `${part}-wal`, `${part}-shm`]) rmSync(each, { force: true });
  };
  clear();
  const opened = openSqliteStore({ path: part, shards });
  if (opened.kind === 'refused') throw new Complaint(opened.why);
  try {
    const done = await opened.store.restore(withRebuilt(rebuilt, kept()));
    await opened.store.close();
    if (done.kind !== 'restored') throw new Complaint(`nothing was written to \`${out}\`: ${done.why}`);
    renameSync(part, out);
  } catch (error) {
    clear();
    throw error;
  }
}

function aboutLines(
  said: string,
  { entries, untold }: Rebuilt,
  { differences, kept, same }: RebuiltComparison,
): readonly Line[] {
  const rows = [...same.values()].reduce((sum, each) => sum + each, 0);
  const rest = [...kept].map(([table, count]) => `${grouped(count)} of ${table}`).join(', ');
  return [
    [as('bold', 'Ledger    '), `${said}: ${counted(entries, 'entry', 'entries')}`],
    [
      as('bold', 'Same      '),
      `${counted(rows, 'row')} ${rows === 1 ? 'is' : 'are'} as the entries make ${rows === 1 ? 'it' : 'them'}`,
    ],
    differences.length === 0
      ? [as('bold', 'Different '), as('green', 'none')]
      : [as('bold', 'Different '), as('alarm', counted(differences.length, 'row'))],
    ...(rest === '' ? [] : [[as('bold', 'Kept      '), `${rest}: no entry tells them`] as Line]),
    ...(untold === 0
      ? []
      : [
          [
            as('bold', 'Untold    '),
            `${counted(untold, 'entry', 'entries')} whose text retention erased, or that build on one`,
          ] as Line,
        ]),
  ];
}

function differenceLines({ differences }: RebuiltComparison, most: number, width: number): readonly Line[] {
  if (differences.length === 0) return [];
  const rows = differences
    .slice(0, most)
    .map(({ kind, table, key }) => [{ text: words[kind] }, { text: table }, { text: key }]);
  const titles = [
    { title: 'THE STORE HAS', least: 12 },
    { title: 'TABLE', least: 8 },
    { title: 'ROW', least: 30 },
  ];
  const rest = differences.length - rows.length;
  return [[], ...tableLines(titles, rows, width), ...(rest > 0 ? [[as('dim', `… and ${grouped(rest)} more`)]] : [])];
}

const words: Readonly<Record<RowDifference['kind'], string>> = {
  other: 'something else',
  lacking: 'nothing',
  unfounded: 'more than told',
};

const columns: readonly CsvColumn<RowDifference>[] = [
  { title: 'difference', of: ({ kind }) => kind },
  { title: 'table', of: ({ table }) => table },
  { title: 'key', of: ({ key }) => key },
];
