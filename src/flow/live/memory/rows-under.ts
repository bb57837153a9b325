import type { Row, Store } from '../../../contracts/store.ts';
import { plainKey } from '../../../core/ledger/entry.ts';
import { readRow, type Tables } from '../tables.ts';

/** How many rows are asked for at a time. */
const page = 250;

/** What the rows of a table hold whose keys begin so, by the rest of the key and in its order; up to and with `to`. */
export async function rowsUnder<T extends keyof Tables>(
  store: Pick<Store, 'rows'>,
  table: T,
  prefix: string,
  { from = '', to = null }: { readonly from?: string; readonly to?: string | null } = {},
): Promise<readonly { readonly rest: string; readonly value: Tables[T] }[]> {
  const begin = plainKey(prefix);
  const found: { rest: string; value: Tables[T] }[] = [];
  let next = `${begin}${from}`;
  let last: string | null = null;
  for (;;) {
    const rows: readonly Row[] = await store.rows(table, next, page);
    for (const row of rows) {
      if (row.key === last) continue;
      const rest = row.key.slice(begin.length);
      if (!row.key.startsWith(begin) || (to !== null && rest > to)) return found;
      const value = readRow(table, row);
      if (value !== null) found.push({ rest, value });
    }
    if (rows.length < page) return found;
    next = rows.at(-1)!.key;
    last = next;
  }
}
