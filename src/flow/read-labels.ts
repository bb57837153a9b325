import { readCsv } from '../core/policy/read/read-csv.ts';

/** A known incident: the ids of the records that carry it, and the effect that must be found. */
export interface Label {
  readonly incident: string;
  readonly title: string;
  readonly eventIds: readonly string[];
  readonly expect: string;
}

/** Reads a table of known incidents (`examples/labels.csv` shows its columns; `incident` and `event_ids` are required), or says what is wrong with it. */
export function readLabels(text: string): readonly Label[] | { readonly misread: string } {
  const { columns, rows, misread } = readCsv(text);
  const [wrong] = misread;
  if (wrong !== undefined) return { misread: `line ${wrong.line}: ${wrong.message}` };
  for (const needed of ['incident', 'event_ids'])
    if (!columns.includes(needed)) return { misread: `expected a column \`${needed}\` in the header, found none` };
  return rows.map(({ cells }) => ({
    incident: cells.get('incident')!,
    title: cells.get('title') ?? '',
    eventIds: cells.get('event_ids')!.split(' ').filter(Boolean),
    expect: cells.get('expect') ?? '',
  }));
}
