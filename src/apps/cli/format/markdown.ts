import { plainText } from '../plain-text.ts';
import type { CsvColumn } from './csv.ts';

/** Longest cell, so that a table stays one. */
const longest = 300;

/**
 * Text of others as GitHub-flavoured Markdown that shows just that text, in a table as well: every character that can
 * mean anything is a character reference, and what GitHub makes links of in plain text (mentions, issues, addresses) is
 * parted by an empty comment. Source: GFM 0.29, CommonMark 0.31 "Entity and numeric character references".
 */
export function markdownText(text: string): string {
  return plainText(text, longest)
    .replace(/(?!(?<=\d):(?=\d)|(?<=[a-z0-9])_(?=[a-z0-9]))[^\p{L}\p{M}\p{N} .,;/+()?'→−…·–-]/giu, reference)
    .replace(/&#(?:64|35);|\bGH-(?=\d)|www(?=\.)/gi, `$&${parting}`);
}

const parting = '<!-- -->';

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

/** The lines before the rows of a table: what is told, and the titles. */
export function markdownHead<Row>(headline: string, columns: readonly CsvColumn<Row>[]): string {
  const titles = columns.map(({ title }) => markdownText(title.replaceAll('_', ' ')));
  const told = headline === '' ? '' : `**${markdownText(headline)}**\n\n`;
  return `${told}| ${titles.join(' | ')} |\n|${titles.map(() => ' --- |').join('')}\n`;
}

/** One row of a table. */
export function markdownRow<Row>(columns: readonly CsvColumn<Row>[], row: Row): string {
  const cells = columns.map(({ of }) => {
    const value = of(row);
    return value === null ? '' : markdownText(String(value));
  });
  return `| ${cells.join(' | ')} |\n`;
}
