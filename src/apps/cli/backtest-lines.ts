import type { PolicyDifference } from '../../core/policy/change/difference.ts';
import type { Backtest } from '../../flow/backtest.ts';
import { compareBacktests, type FigureChange } from '../../flow/compare-backtests.ts';
import { counted, grouped } from './counted.ts';
import { nextLines } from './hints.ts';
import type { Reading } from './read-archive.ts';
import { as, type Line, type Piece, print, type Terminal } from './screen.ts';
import { type Cell, type Column, tableLines } from './table.ts';
import { wrapLine } from './wrap-line.ts';

/** What `backtest` found; `current` is the policy that it is compared with. */
export interface Answer {
  readonly reading: Reading;
  readonly next: Backtest;
  readonly current: Backtest | null;
  readonly changes: readonly PolicyDifference[] | null;
  readonly labelled: boolean;
  /** The policy has no route, so that it tells nobody. */
  readonly silent: boolean;
  /** How the same run, and the archive with its policy, are typed in a hint. */
  readonly typed: { readonly again: string; readonly archive: string };
}

const shown = 3;

const silence = 'The policy has no route under `notify`: it tells nobody, so that no incident counts as caught';

const sections: readonly (readonly [title: string, belongs: (id: string) => boolean, say: (id: string) => string])[] = [
  ['WOULD', (id) => Object.hasOwn(would, id), (id) => would[id]!],
  ['BY CHECK', (id) => id.startsWith('check.'), (id) => id.slice(6)],
  ['BY ENVIRONMENT', (id) => id.startsWith('environment.'), (id) => id.slice(12)],
  ['BY ACTOR', (id) => id.startsWith('actor.'), (id) => id.slice(6)],
  ['MESSAGES TO', (id) => id.startsWith('channel.'), (id) => id.slice(8)],
];

/** The numbers that come first, in their order. */
const would: Readonly<Record<string, string>> = {
  told: 'tell at once',
  paged: '  of them critical',
  'fate.joined': 'add to a message that was told',
  'fate.collapsed': 'count in a message for many',
  'fate.digested': 'list in the digest only',
  'fate.recorded': 'tell nobody',
  revert: 'revert',
  restore: 'restore',
  expire: 'let expire',
  ask: 'ask',
};

/** Prints the numbers, each with the first changes behind it, then the known incidents. */
export async function showBacktest(terminal: Terminal, answer: Answer): Promise<void> {
  const { reading, next, current, changes, typed } = answer;
  const compared = compareBacktests(current ?? next, next);
  const rows = new Map(next.figures.map((each) => [each.id, each.rows]));
  const lines: Line[] = [];
  for (const [title, belongs, say] of sections) {
    const own = inOrder(compared.filter(({ id, current: before, next: now }) => belongs(id) && before + now > 0));
    if (own.length === 0) continue;
    const columns = columnsOf(title, current !== null);
    const cells = own.map((each) => cellsOf(each, say(each.id), rows.get(each.id) ?? [], current !== null));
    lines.push(...tableLines(columns, cells, terminal.columns), []);
  }
  const fit = (line: Line): readonly Line[] => wrapLine(line, terminal.columns, '    ');
  if (answer.silent) lines.push(...fit([as('yellow', silence)]), []);
  if (answer.labelled) lines.push(...incidentLines(next, current).flatMap(fit), []);
  if (changes !== null) lines.push(...differenceLines(changes).flatMap(fit), []);
  lines.push(...fit(billLine(reading, next)), []);
  const first = compared.find(({ id, next: now }) => id.startsWith('check.') && now > 0);
  if (first !== undefined) {
    const id = (rows.get('told')?.[0] ?? rows.get(first.id)![0]!).slice(0, 12);
    lines.push(
      ...nextLines(terminal, [
        [`backtest ${typed.again} --rows ${first.id}`, 'all changes behind one number'],
        [`explain ${id} ${typed.archive}`, 'one of them in plain words'],
      ]),
    );
  }
  await print(terminal, lines);
}

function inOrder(figures: readonly FigureChange[]): readonly FigureChange[] {
  const rank = Object.keys(would);
  return figures.toSorted(
    (a, b) =>
      rank.indexOf(a.id) - rank.indexOf(b.id) || b.next - a.next || b.current - a.current || (a.id < b.id ? -1 : 1),
  );
}

function columnsOf(title: string, compares: boolean): readonly Column[] {
  const numbers = compares ? ['CURRENT', 'NEW', 'DIFFERENCE'] : ['COUNT'];
  return [
    { title, least: 24, most: 44 },
    ...numbers.map((each): Column => ({ title: each.padStart(7), least: each.length })),
    { title: 'CHANGES', least: 12 },
  ];
}

function cellsOf(
  { current, next, added, removed }: FigureChange,
  say: string,
  rows: readonly string[],
  compares: boolean,
): Cell[] {
  const number = (value: number): Cell => ({ text: grouped(value).padStart(7) });
  if (!compares) return [{ text: say }, number(next), { text: some('', rows) }];
  const difference = next === current ? '=' : next > current ? `+${next - current}` : `−${current - next}`;
  const moved = [some('+', added), some('−', removed)].filter(Boolean).join(' ');
  return [{ text: say }, number(current), number(next), { text: difference.padStart(7) }, { text: moved }];
}

function some(sign: string, ids: readonly string[]): string {
  const rest = ids.length > shown ? ` … ${ids.length - shown} more` : '';
  return ids.length === 0
    ? ''
    : ids
        .slice(0, shown)
        .map((id) => `${sign}${id.slice(0, 12)}`)
        .join(' ') + rest;
}

function incidentLines(next: Backtest, current: Backtest | null): readonly Line[] {
  const caught = (side: Backtest): string =>
    `${side.incidents.filter((each) => each.caught).length}/${side.incidents.length}`;
  const before: Line = current === null ? [] : [`${caught(current)} → `];
  const missed = next.incidents.filter((each) => !each.caught);
  return [
    [as('bold', 'Known incidents caught  '), ...before, as(missed.length === 0 ? 'green' : 'red', caught(next))],
    ...missed.map(
      ({ incident, title, decision }): Line => [
        '  ',
        as('red', 'MISSED'),
        ` ${incident}: ${title} (${decision ?? 'not in the archive'})`,
      ],
    ),
  ];
}

function differenceLines(changes: readonly PolicyDifference[]): readonly Line[] {
  const sign = { added: '+', removed: '−', changed: '~' } as const;
  const lines = changes.slice(0, 20).map(({ op, text }): Line => [`  ${sign[op]} ${text}`]);
  const rest: readonly Line[] = changes.length > 20 ? [[`  … ${changes.length - 20} more`]] : [];
  return [[as('bold', `Policy  ${counted(changes.length, 'difference')}`)], ...lines, ...rest];
}

function billLine({ tally }: Reading, { rulings, policy, decisions }: Backtest): Line {
  const parts: Piece[] = [
    `${counted(tally.changes, 'change')} · ${counted(decisions, 'decision')} · ${counted(tally.attempts, 'attempt')}`,
    ` · ${counted(rulings.otherTime, 'verdict')} used facts of another time`,
    ` · ${counted(tally.unreadable, 'unreadable', 'unreadable')} · policy ${policy.replace('sha256:', '').slice(0, 8)}`,
  ];
  return parts;
}
