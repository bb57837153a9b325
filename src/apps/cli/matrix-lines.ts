import stringWidth from 'string-width';
import type { Cell, Matrix } from '../../core/reach/matrix.ts';
import { plainText } from './plain-text.ts';
import { as, type Line, type Style } from './screen.ts';
import { cut } from './table.ts';

/**
 * A before-and-after matrix for the terminal: peers × services, `·` closed, `= open`, `+ OPENED`, `− lost`, `? perhaps`,
 * `~` where it holds in part. Columns that do not fit are counted.
 */
export function matrixLines(matrix: Matrix, width: number): readonly Line[] {
  const { direction, columns, rows, cells } = matrix;
  const labels = rows.map(({ label }) => cut(plainText(label), Math.max(12, Math.floor(width / 3))));
  const first = Math.max(4, ...labels.map((label) => stringWidth(label)));
  const titles = columns.map(({ label }) => cut(label, 24));
  const widths = titles.map((title, at) =>
    Math.max(stringWidth(title), ...cells.map((row) => stringWidth(sayCell(row[at]!)))),
  );
  const fits = widths.filter((_, at) => first + sum(widths.slice(0, at + 1)) + 2 * (at + 1) <= width).length;
  const shown = Math.max(1, fits);
  const title: Line = [
    as('dim', (direction === 'ingress' ? 'from' : 'to').padEnd(first)),
    ...titles.slice(0, shown).map((each, at) => as('dim', `  ${pad(each, widths[at]!)}`)),
  ];
  const body = rows.map(
    (_, row): Line => [
      pad(labels[row]!, first),
      ...cells[row]!.slice(0, shown).map((cell, at) => as(lookOf(cell), `  ${pad(sayCell(cell), widths[at]!)}`)),
    ],
  );
  const more = columns.length - shown;
  return [
    title,
    ...body,
    ...(more > 0 ? [[as('dim', `… and ${more} more columns (a wider terminal shows them)`)]] : []),
  ];
}

function sayCell({ state, partly, passed }: Cell): string {
  const words = { closed: '·', open: '= open', opened: '+ OPENED', lost: '− lost', maybe: '? perhaps' }[state];
  const part = partly && state !== 'closed' ? ' ~' : '';
  return `${words}${part}${passed ? ' (was open)' : ''}`;
}

function lookOf({ state }: Cell): Style {
  const looks = { closed: 'dim', open: 'bold', opened: 'alarm', lost: 'cyan', maybe: 'yellow' } as const;
  return looks[state];
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
