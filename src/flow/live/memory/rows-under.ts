import type { Row, Store } from '../../../contracts/store.ts';
import { plainKey } from '../../../core/ledger/entry.ts';
import { pagesUnder } from '../pages-under.ts';
import { readRow, type Tables } from '../tables.ts';

/** What a row under a prefix holds, and the rest of its key. */
export interface RowUnder<T extends keyof Tables> {
  readonly rest: string;
  readonly value: Tables[T];
}

/** What the rows of a table hold whose keys begin so, by the rest of the key and in its order. */
export async function rowsUnder<T extends keyof Tables>(
  store: Pick<Store, 'rows'>,
  table: T,
  prefix: string,
): Promise<readonly RowUnder<T>[]> {
  return heldUnder(await pagesUnder(store, { table, key: prefix }), table, prefix);
}

/** The same of rows that were read; those up to and with `to`, where it is told. */
export function heldUnder<T extends keyof Tables>(
  rows: readonly Row[],
  table: T,
  prefix: string,
  to: string | null = null,
): readonly RowUnder<T>[] {
  const begin = plainKey(prefix);
  return rows.flatMap((row) => {
    const rest = row.key.slice(begin.length);
    const value = to !== null && rest > to ? null : readRow(table, row);
    return value === null ? [] : [{ rest, value }];
  });
}
