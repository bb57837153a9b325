import type { Store } from '../../../contracts/store.ts';
import { plainKey } from '../../../core/ledger/entry.ts';
import { pagesUnder } from '../pages-under.ts';
import { readRow, type Tables } from '../tables.ts';

/** What the rows of a table hold whose keys begin so, by the rest of the key and in its order; up to and with `to`. */
export async function rowsUnder<T extends keyof Tables>(
  store: Pick<Store, 'rows'>,
  table: T,
  prefix: string,
  { from = '', to = null }: { readonly from?: string; readonly to?: string | null } = {},
): Promise<readonly { readonly rest: string; readonly value: Tables[T] }[]> {
  const begin = plainKey(prefix);
  const rows = await pagesUnder(store, { table, key: prefix }, `${begin}${from}`);
  return rows.flatMap((row) => {
    const rest = row.key.slice(begin.length);
    const value = to !== null && rest > to ? null : readRow(table, row);
    return value === null ? [] : [{ rest, value }];
  });
}
