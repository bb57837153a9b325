import type { Row } from '../../../contracts/store.ts';

/** A row beside what it holds, as `readRow` tells it: an object for reading only, the same again for the same row. */
export interface HeldRow extends Row {
  readonly held: unknown;
}

/** Remembers what rows held, so that a row which did not change is not parsed again. */
export interface RowMemo {
  read(row: Row): Row;
}

/**
 * A memo of rows with so many characters of keys and values at most: what was not asked for longest is forgotten first. It
 * goes by what a row says, not by when it was read, so that it is never out of date.
 */
export function openRowMemo(most: number): RowMemo {
  let [young, old] = [new Map<string, Map<string, HeldRow>>(), new Map<string, Map<string, HeldRow>>()];
  let size = 0;
  return {
    read: (row) => {
      const { table, key, value, version } = row;
      if (value === null) return row;
      const known = young.get(table)?.get(key);
      if (known !== undefined && known.version === version && known.value === value) return known;
      const older = old.get(table)?.get(key);
      const isSame = older !== undefined && older.version === version && older.value === value;
      const held = isSame ? older : { table, key, value, version, held: JSON.parse(value) as unknown };
      // Two halves, of which the older goes as a whole: each row is moved at most once.
      if (size > most / 2) [young, old, size] = [new Map(), young, 0];
      size += key.length + value.length;
      const rows = young.get(table);
      if (rows === undefined) young.set(table, new Map([[key, held]]));
      else rows.set(key, held);
      return held;
    },
  };
}
