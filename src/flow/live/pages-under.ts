import type { Row, RowName, Span, Store } from '../../contracts/store.ts';
import { plainKey } from '../../core/ledger/entry.ts';

/** How many rows are asked for at a time. */
const page = 250;

/** All rows of a table whose key begins so, in order; of those from `from` on, where it is told. */
export async function pagesUnder(store: Pick<Store, 'rows'>, prefix: RowName, from?: string): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (let span = nextPage(prefix, null, from); span !== null; ) {
    const rows = await store.rows(span.table, span.from, span.most, span.before);
    found.push(...rows);
    span = nextPage(prefix, rows);
  }
  return found;
}

/** The page that follows one, or (`null`) the first; `null` where there is none. */
export function nextPage(
  { table, key: prefix }: RowName,
  last: readonly Row[] | null,
  from: string = prefix,
): Span | null {
  if (last !== null && last.length < page) return null;
  const next = last === null ? plainKey(from) : `${last.at(-1)!.key}\u0001`;
  // No key that begins so holds a code point beyond.
  return { table, from: next, most: page, before: `${plainKey(prefix)}\u{10ffff}` };
}
