import { once } from 'node:events';
import { parse } from 'csv-parse';
import { chooseRowReader } from '../../../core/trail/rows/table-row.ts';
import { describeFailure } from '../bytes/damage.ts';
import type { Found } from '../found.ts';
import { readUnit } from '../json/read-unit.ts';
import type { ReadLimits } from '../read-limits.ts';

/** Reads CSV or TSV: Event history, Athena and Lake exports, tables with a column of records. Rows are numbered from 1 below the header. */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  limits: ReadLimits,
  delimiter: string,
): AsyncGenerator<readonly Found[]> {
  const skipped: Found[] = [];
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: limits.maxUnit,
    on_skip: (error) =>
      void skipped.push(
        unreadable(null, `expected a row of a table, found damaged CSV (${error?.message ?? 'no cause told'})`),
      ),
  });
  let failure: string | null = null;
  const feeding = feed(chunks, parser).catch((error: unknown) => {
    failure = describeFailure(error);
    parser.end();
  });
  const open = startTable(limits);
  try {
    // One row is held back: when the bytes end too early, the last one is cut.
    let held: readonly string[] | null = null;
    for await (const row of parser as AsyncIterable<string[]>) {
      yield [...skipped.splice(0), ...(held === null ? [] : open(held))];
      held = row;
    }
    if (held !== null && failure === null) yield open(held);
  } catch (error) {
    yield [unreadable(null, `expected rows of a table, found damaged CSV (${(error as Error).message})`)];
  }
  parser.destroy();
  await feeding;
  yield [...skipped, ...(failure === null ? [] : [unreadable(null, failure)])];
}

/** The first row is the header; it chooses how all others are read. */
function startTable(limits: ReadLimits): (row: readonly string[]) => readonly Found[] {
  let read: ReturnType<typeof chooseRowReader> | undefined;
  let number = 0;
  return (row) => {
    if (read === undefined) {
      read = chooseRowReader(row);
      return read === null
        ? [unreadable(null, 'expected a table of CloudTrail records, found one without a column of event names')]
        : [];
    }
    number++;
    return read === null ? [] : readUnit(read(row), null, { number, from: 'file' }, limits.calls);
  };
}

async function feed(chunks: AsyncIterable<Uint8Array>, parser: ReturnType<typeof parse>): Promise<void> {
  for await (const chunk of chunks) {
    if (parser.destroyed) return;
    if (!parser.write(chunk)) await Promise.race([once(parser, 'drain'), once(parser, 'close')]);
  }
  parser.end();
}

function unreadable(number: number | null, reason: string): Found {
  return { kind: 'unreadable', number, reason, eventId: null };
}
