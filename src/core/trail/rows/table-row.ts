import type { Json, JsonObject } from '../../leaf/canonical.ts';
import { spellField } from './field-names.ts';
import { isHistoryHeader, readHistoryRow } from './history-row.ts';
import { openRow } from './open-row.ts';

/** Reads the rows of one table whose header it knows: each row's cells become a CloudTrail record, or JSON that holds one. */
export type RowReader = (cells: readonly string[]) => Json;

/**
 * Chooses the reader for a CSV or TSV table by its header: Event history, Athena or CloudTrail Lake exports, or any table with
 * a column of whole records (`CloudTrailEvent`, `event.original`, `_raw`, `message`). `null` when no record can be in it.
 */
export function chooseRowReader(header: readonly string[]): RowReader | null {
  if (isHistoryHeader(header)) return (cells) => readHistoryRow(join(header, cells));
  const names = header.map((name) => spellField(name.trim()));
  if (names.includes('eventName')) return (cells) => openRow(join(names, cells));
  const whole = header.findIndex((name) =>
    /^(cloudtrailevent|event\.original|_raw|@?message|eventjson)$/i.test(name.trim()),
  );
  return whole < 0 ? null : (cells) => cells[whole] ?? null;
}

function join(names: readonly string[], cells: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
}
