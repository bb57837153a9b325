/** One row of a table: its texts by column, and the line where it begins. */
export interface CsvRow {
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

/** A table as read; `misread` names a line and what is wrong there. */
export interface CsvReading {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
  readonly misread: readonly { readonly line: number; readonly message: string }[];
}

/** Reads comma-separated text with a header (RFC 4180: quotes, doubled quotes, line breaks in quotes; LF or CRLF). Blank lines are free. */
export function readCsv(text: string): CsvReading {
  const misread: { line: number; message: string }[] = [];
  const [header, ...records] = splitRecords(text.replace(/^\uFEFF/, ''), misread);
  const columns = (header?.cells ?? []).map((cell) => cell.trim());
  const rows: CsvRow[] = [];
  for (const { line, cells } of records) {
    if (cells.length !== columns.length) {
      misread.push({ line, message: `expected ${columns.length} columns as in the header, got ${cells.length}` });
    } else rows.push({ line, cells: new Map(columns.map((column, i) => [column, cells[i]!.trim()])) });
  }
  return { columns, rows, misread };
}

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

function splitRecords(text: string, misread: { line: number; message: string }[]): CsvRecord[] {
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let line = 1;
  let begins = 1;
  let at = 0;
  const end = () => {
    if (cells.length > 1 || cells[0]?.trim() !== '') records.push({ line: begins, cells });
    cells = [];
    begins = line;
  };
  while (at < text.length) {
    const cell = readCell(text, at);
    cells.push(cell.text);
    if (cell.wrong !== null) misread.push({ line, message: cell.wrong });
    line += text.slice(at, cell.next).split(/\r\n|\n|\r/).length - 1;
    at = cell.next;
    if (text[at] === ',') {
      at += 1;
      if (at === text.length) cells.push('');
      continue;
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line += 1;
    end();
  }
  if (cells.length > 0) end();
  return records;
}

function readCell(text: string, at: number): { text: string; next: number; wrong: string | null } {
  if (text[at] !== '"') {
    const next = endOfCell(text, at);
    return { text: text.slice(at, next), next, wrong: null };
  }
  let to = at + 1;
  while (to < text.length && !(text[to] === '"' && text[to + 1] !== '"')) to += text[to] === '"' ? 2 : 1;
  const held = text.slice(at + 1, to).replaceAll('""', '"');
  const next = endOfCell(text, Math.min(to + 1, text.length));
  const wrong =
    to >= text.length
      ? 'a quoted text begins here and never ends: close it with `"`'
      : next > to + 1
        ? 'text stands after the closing quote: put quotes around the whole, and double those inside'
        : null;
  return { text: held, next, wrong };
}

function endOfCell(text: string, at: number): number {
  let next = at;
  while (next < text.length && text[next] !== ',' && text[next] !== '\n' && text[next] !== '\r') next += 1;
  return next;
}
