import { plainText } from '../plain-text.ts';

/** A column of a CSV file: its title, and what a row has in it. */
export interface CsvColumn<Row> {
  readonly title: string;
  readonly of: (row: Row) => string | number | boolean | null;
}

/** One line of CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV Injection"). */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | number | boolean | null): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = plainText(value ?? '', 30_000);
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Also the full-width forms, which some spreadsheets take for the plain ones, and any of them behind blanks. */
const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]/;
