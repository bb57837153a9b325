import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Decision } from '../../core/plan/decision.ts';
import { type ExposedTo, exposedBy, exposedToWords } from '../../core/plan/exposed-to.ts';
import { billOf } from '../../flow/bill.ts';
import { shortestId } from '../../flow/explain.ts';
import { selected } from '../../flow/select.ts';
import { Complaint } from './complaint.ts';
import { counted, grouped } from './counted.ts';
import { looks } from './decision-table.ts';
import { nextLines, shellPaths } from './hints.ts';
import { packageRoot } from './package-root.ts';
import { type Reading, withArchive } from './read-archive.ts';
import { as, type Line, print, type Terminal } from './screen.ts';
import { cut } from './table.ts';
import type { Run } from './verbs.ts';

/** What each word means for people. */
const meanings: Readonly<Record<ExposedTo, string>> = {
  Internet: 'opened to the whole Internet',
  wide: 'opened to a great part of it',
  public: 'opened to some public addresses',
  list: 'opened to a list with unknown entries',
  outward: 'may now reach public addresses',
  private: 'opened to private addresses or groups',
  '-': 'opened nothing',
};

/** `demo`: replays the bundled archive and says what happened, and what to type next. */
export const demo: Run = async (_args, options, terminal) => {
  const path = join(packageRoot(), 'examples', 'week');
  if (!existsSync(path))
    throw new Complaint(`expected the example archive at \`${path}\`, found none: install again, or \`scan\` your own`);
  const snapshot = join(packageRoot(), 'examples', 'snapshot.json');
  const using = { ...options, cache: false, threads: '1', ...(existsSync(snapshot) ? { snapshot } : {}) };
  return await withArchive({ paths: [path], options: using, terminal, decide: true }, async (reading) => {
    const typed = [path, ...(existsSync(snapshot) ? ['--snapshot', snapshot] : [])].map((each) =>
      each.startsWith('--') ? each : relative(process.cwd(), each) || '.',
    );
    await print(terminal, demoLines(reading, terminal, shellPaths(typed)));
    return reading.exitCode;
  });
};

function demoLines(reading: Reading, terminal: Terminal, archive: string): readonly Line[] {
  const { spill, tally, files, millis } = reading;
  const bill = billOf(selected(spill, 'time', {}));
  const days =
    bill.first === null
      ? 0
      : Math.round((Date.parse(`${bill.last!.slice(0, 10)}Z`) - Date.parse(`${bill.first.slice(0, 10)}Z`)) / 864e5) + 1;
  const worst = worstOf(spill);
  const first = worst.get('Internet') ?? [...worst.values()][0];
  const applied = bill.decisions - bill.attempts;
  const rows = exposedToWords.filter((word) => bill.exposed[word] > 0);
  return [
    [],
    [
      as('bold', 'Portcullis demo'),
      ` · bundled CloudTrail archive · ${counted(bill.accounts.length, 'account')}, ${counted(bill.regions.length, 'region')}, ${counted(days, 'day')} · offline`,
    ],
    [],
    [
      as('bold', 'Read      '),
      `${counted(files, 'file')} → ${counted(tally.records, 'record')} of watched calls → ${counted(applied + bill.net.changes - bill.net.acts, 'change')} → ${grouped(applied)} when told by net effect`,
      as('dim', `   ${(millis / 1000).toFixed(1)} s`),
    ],
    [],
    ...rows.flatMap((word): readonly Line[] => {
      const example = worst.get(word);
      const head = `${String(bill.exposed[word]).padStart(5)}  ${meanings[word].padEnd(38)}`;
      const room = terminal.columns - 10 - head.length - 2;
      return [
        [
          as(looks[word], word.padEnd(10)),
          head,
          example === undefined || word === '-' ? '' : as('dim', cut(sayOne(example), room)),
        ],
      ];
    }),
    [
      as(looks.attempt, 'attempts  '),
      `${String(bill.attempts).padStart(5)}  ${'refused or only tried: nothing changed'.padEnd(38)}`,
    ],
    ...(tally.unreadable === 0
      ? []
      : [
          [
            as('yellow', 'unreadable'),
            `${String(tally.unreadable).padStart(5)}  told with file and reason by \`scan\``,
          ],
        ]),
    [],
    ...nextLines(terminal, [
      ...(first === undefined
        ? []
        : [[`explain ${shortestId(spill, first.id)} ${archive}`, 'the worst one, in plain words'] as const]),
      [`exposed ${archive}`, 'what stands open at the end'],
      ['scan <your CloudTrail folder>', 'the same for your own logs'],
    ]),
    [],
  ];
}

function sayOne(decision: Decision): string {
  return `${decision.on.name ?? decision.on.id ?? ''}: ${decision.short}`;
}

/** The worst decision of each word. */
function worstOf(spill: Reading['spill']): ReadonlyMap<ExposedTo, Decision> {
  const worst = new Map<ExposedTo, Decision>();
  for (const decision of selected(spill, 'worst', {})) {
    const word = exposedBy(decision);
    if (decision.call.result === 'applied' && !worst.has(word)) worst.set(word, decision);
  }
  return worst;
}
