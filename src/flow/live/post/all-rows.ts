import type { Store } from '../../../contracts/store.ts';
import { pagesUnder } from '../pages-under.ts';
import { readRow, rowName, type Tables } from '../tables.ts';

/** All rows of a table that hold something, by key: of small tables only. */
export async function allRows<T extends keyof Tables>(
  store: Pick<Store, 'rows'>,
  table: T,
): Promise<readonly { readonly key: string; readonly value: Tables[T] }[]> {
  return (await pagesUnder(store, rowName(table, ''))).flatMap((row) => {
    const value = readRow(table, row);
    return value === null ? [] : [{ key: row.key, value }];
  });
}
