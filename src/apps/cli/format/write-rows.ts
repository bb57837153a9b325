import { Complaint } from '../complaint.ts';
import type { Format, Options } from '../options.ts';
import { plainJson } from '../plain-text.ts';
import type { Terminal } from '../screen.ts';
import { type CsvColumn, csvLine } from './csv.ts';
import { markdownHead, markdownRow } from './markdown.ts';

/** The format that the options ask for. */
export function formatOf({ json, format }: Options): Format {
  if (json && format !== undefined && format !== 'json')
    throw new Complaint(`expected one of \`--json\` and \`--format ${format}\`, got both`);
  return json ? 'json' : (format ?? 'text');
}

/** The number of lines that the options allow. */
export function limitOf({ limit }: Options): number | null {
  if (limit === undefined) return null;
  const lines = Number(limit);
  if (!Number.isInteger(lines) || lines < 0)
    throw new Complaint(`expected a number of lines at \`--limit\`, got \`${limit}\``);
  return lines;
}

/** An answer that is a list of rows. */
export interface RowsAnswer<Row> {
  readonly $schema: string;
  /** What stands before the rows in the JSON object. */
  readonly head: Readonly<Record<string, unknown>>;
  /** Under which key the rows stand in it. */
  readonly key: string;
  readonly rows: Iterable<Row>;
  readonly columns: readonly CsvColumn<Row>[];
  /** What stands above the table of Markdown, and its columns where they are not those of CSV. */
  readonly headline?: string;
  readonly brief?: readonly CsvColumn<Row>[];
  /** Writes the rows as SARIF; absent where they are no verdicts. */
  readonly sarif?: (write: Write) => Promise<void>;
}

/** Writes rows as JSON, NDJSON, CSV, Markdown or SARIF, one at a time. */
export async function writeRows<Row>(
  terminal: Terminal,
  format: Exclude<Format, 'text'>,
  answer: RowsAnswer<Row>,
): Promise<void> {
  const write = batched(terminal);
  if (format === 'json') {
    const head = Object.entries({ $schema: answer.$schema, ...answer.head });
    await write(`{${head.map(([key, value]) => `${JSON.stringify(key)}:${jsonText(value)},\n`).join('')}`);
    await writeArray(write, answer.key, answer.rows);
    await write('}\n');
  } else if (format === 'ndjson') {
    for (const row of answer.rows) await write(`${jsonText(row)}\n`);
  } else if (format === 'md') {
    const columns = answer.brief ?? answer.columns;
    await write(markdownHead(answer.headline ?? '', columns));
    for (const row of answer.rows) await write(markdownRow(columns, row));
  } else if (format === 'sarif') {
    if (answer.sarif === undefined)
      throw new Complaint('expected a policy to judge by for `--format sarif`: it is made of verdicts alone');
    await answer.sarif(write);
  } else {
    await write(csvLine(answer.columns.map((column) => column.title)));
    for (const row of answer.rows) await write(csvLine(answer.columns.map((column) => column.of(row))));
  }
  await write(null);
}

/** Writes `"key":[…]`, an element a line. */
export async function writeArray(write: Write, key: string, rows: Iterable<unknown>): Promise<void> {
  await write(`${JSON.stringify(key)}:[`);
  let first = true;
  for (const row of rows) {
    await write(`${first ? '\n' : ',\n'}${jsonText(row)}`);
    first = false;
  }
  await write(first ? ']' : '\n]');
}

/** JSON that a terminal may show. */
export function jsonText(value: unknown): string {
  return plainJson(JSON.stringify(value));
}

/** Takes text; `null` hands on what is still held back. */
export type Write = (text: string | null) => Promise<void>;

/** Writes in pieces of some size, so that many short rows are not many short writes. */
export function batched(terminal: Terminal): Write {
  let held = '';
  return async (text) => {
    held += text ?? '';
    if (held === '' || (text !== null && held.length < 65_536)) return;
    const now = held;
    held = '';
    await terminal.out(now);
  };
}
