import stringWidth from 'string-width';
import { plainText } from './plain-text.ts';
import type { Line, Piece, Style } from './screen.ts';

/** A column: its title, and between which widths it may be. */
export interface Column {
  readonly title: string;
  readonly least: number;
  readonly most?: number;
  /** A column of weight 2 keeps twice the width of others when there is too little. */
  readonly weight?: number;
}

/** A cell; `tail` is kept, in its short form where needed, when the text before it is cut. */
export interface Cell {
  readonly text: string;
  readonly as?: Style;
  readonly tail?: { readonly long: string; readonly short: string };
  /** Other ways to say it, longest first, tried before it is cut. */
  readonly shorter?: readonly string[];
}

/** Fits the columns into the width: the widest gives way first, none below its least. */
export function fitColumns(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
): readonly number[] {
  const widths = columns.map(({ title, least, most = 200 }, at) => {
    const natural = rows.reduce((widest, row) => Math.max(widest, widthOf(row[at]!)), stringWidth(title));
    return Math.max(Math.min(natural, most), Math.min(least, stringWidth(title)));
  });
  const weightOf = (at: number): number => columns[at]!.weight ?? 1;
  const over = () => widths.reduce((sum, each) => sum + each, 0) + gap * (widths.length - 1) - width;
  while (over() > 0) {
    const slack = widths.map((each, at) => each - columns[at]!.least);
    const widest = widths.reduce(
      (best, each, at) =>
        slack[at]! > 0 && (best < 0 || each / weightOf(at) > widths[best]! / weightOf(best)) ? at : best,
      -1,
    );
    if (widest < 0) break;
    widths[widest]!--;
  }
  return widths;
}

const gap = 2;

/** The line of titles. */
export function titleLine(columns: readonly Column[], widths: readonly number[]): Line {
  return [
    {
      text: columns
        .map(({ title }, at) => fit(title, widths[at]!))
        .join('  ')
        .trimEnd(),
      as: 'dim',
    },
  ];
}

/** One row as a line. */
export function rowLine(row: readonly Cell[], widths: readonly number[]): Line {
  return row.flatMap((cell, at): Piece[] => {
    const text = fitCell(cell, widths[at]!);
    const piece: Piece = cell.as === undefined ? text : { text, as: cell.as };
    return at === 0 ? [piece] : ['  ', piece];
  });
}

/** A whole table. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
): readonly Line[] {
  const widths = fitColumns(columns, rows, width);
  return [titleLine(columns, widths), ...rows.map((row) => rowLine(row, widths))];
}

function widthOf({ text, tail }: Cell): number {
  return stringWidth(plainText(text)) + (tail === undefined ? 0 : stringWidth(tail.long) + 1);
}

function fitCell({ text, tail, shorter = [] }: Cell, width: number): string {
  const fits = (each: string): boolean => stringWidth(plainText(each)) <= width;
  if (tail === undefined) return fit([text, ...shorter].find(fits) ?? shorter.at(-1) ?? text, width);
  const whole = `${plainText(text)} ${tail.long}`;
  if (stringWidth(whole) <= width) return fit(whole, width);
  const room = width - stringWidth(tail.short) - 1;
  return room < 20 ? fit(text, width) : fit(`${cut(text, room)} ${tail.short}`, width);
}

function fit(text: string, width: number): string {
  const short = cut(text, width);
  return short + ' '.repeat(Math.max(0, width - stringWidth(short)));
}

/** Cuts a text to a width in columns, with `…` in place of what is left out. */
export function cut(text: string, width: number): string {
  const whole = plainText(text);
  if (stringWidth(whole) <= width) return whole;
  let short = '';
  let used = 0;
  for (const { segment } of graphemes.segment(whole)) {
    used += stringWidth(segment);
    if (used > width - 1) break;
    short += segment;
  }
  return `${short.trimEnd()}…`;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Breaks a text into lines of a width, between words; later lines are indented. */
export function wrap(text: string, width: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of plainText(text).split(' ')) {
    if (line !== '' && stringWidth(line) + 1 + stringWidth(word) > width) {
      lines.push(line);
      line = indent + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
