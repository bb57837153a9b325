import type { Row, RowName, Store } from '../../../contracts/store.ts';

const page = 200;

/** All rows of a table whose key begins so. */
export async function rowsUnder(store: Store, { table, key }: RowName): Promise<readonly Row[]> {
  const found: Row[] = [];
  let from = key;
  for (;;) {
    const rows = await store.rows(table, from, page);
    const under = rows.filter((row) => row.key.startsWith(key));
    found.push(...under);
    if (under.length < page) return found;
    from = `${under.at(-1)!.key}\u0001`;
  }
}
