import type { Row, RowName, Store } from '../../contracts/store.ts';
import { plainKey } from '../../core/ledger/entry.ts';

/** How many rows are asked for at a time. */
const page = 250;

/** All rows of a table whose key begins so, in order; of those from `from` on, where it is told. */
export async function pagesUnder(
  store: Pick<Store, 'rows'>,
  { table, key: prefix }: RowName,
  from: string = prefix,
): Promise<readonly Row[]> {
  const begin = plainKey(prefix);
  // No key that begins so holds a code point beyond.
  const end = `${begin}\u{10ffff}`;
  const found: Row[] = [];
  for (let next = plainKey(from); ; ) {
    const rows = await store.rows(table, next, page, end);
    found.push(...rows);
    if (rows.length < page) return found;
    next = `${rows.at(-1)!.key}\u0001`;
  }
}
