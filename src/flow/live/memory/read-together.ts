import type { Asked, Row, RowName, Span, Store, View } from '../../../contracts/store.ts';
import { type Head, plainKey } from '../../../core/ledger/entry.ts';
import { nextPage } from '../pages-under.ts';

/**
 * What a piece of work can ask a store for. What was not read yet counts as not being there, and is read before the work is
 * done once more: so it may ask for what it finds named in what it asked for first.
 */
export interface Reading {
  /** The newest entry of a shard. */
  head(shard: number): Head | null;
  row(name: RowName): Row;
  span(span: Span): readonly Row[];
  /** All rows of a table whose key begins so, in order, from `from` on; once read, it is the same list each time. */
  under(prefix: RowName, from?: string): readonly Row[];
}

/** What the work came to, and the store, in which all that was asked for is still as it was read. */
export interface ReadTogether<T> {
  readonly found: T;
  readonly store: Store;
}

/**
 * Does work that depends on what a store holds, in few round trips: all that it is known to need is read at once, and it is
 * done again until nothing is missing. What it asks for at first is of one moment. Work answers the same for the same.
 * Rejects when the store cannot be reached.
 */
export async function readTogether<T>(store: Store, work: (reading: Reading) => T): Promise<ReadTogether<T>> {
  const book = new ReadBook();
  for (;;) {
    const found = work(book);
    const missing = book.missing();
    if (missing === null) return { found, store: asRead(store, book) };
    book.keep(missing, await store.view(missing));
  }
}

/** The store with what was read of it: nothing of that is read again. */
function asRead(store: Store, book: ReadBook): Store {
  const view = async (asked: Asked): Promise<View> => {
    const seen = (): View => ({
      head: asked.shard === undefined ? null : book.head(asked.shard),
      places: [],
      rows: (asked.rows ?? []).map((name) => book.row(name)),
      spans: (asked.spans ?? []).map((span) => book.span(span)),
    });
    const known = seen();
    const missing = book.missing();
    if (missing === null) return known;
    book.keep(missing, await store.view(missing));
    return seen();
  };
  return {
    ...store,
    view: async (asked) => {
      const places = asked.keys === undefined ? [] : (await store.view({ keys: asked.keys })).places;
      return { ...(await view(asked)), places };
    },
    row: async (name) => (await view({ rows: [name] })).rows[0]!,
    rows: async (table, from, most, before) => {
      const span = { table, from, most, ...(before === undefined ? {} : { before }) };
      return (await view({ spans: [span] })).spans[0]!;
    },
  };
}

/** What was read so far, and what was asked for and is still to be read. */
class ReadBook implements Reading {
  readonly #heads = new Map<number, Head | null>();
  readonly #rows = new Map<string, Row>();
  readonly #spans = new Map<string, readonly Row[]>();
  readonly #lists = new Map<string, readonly Row[]>();
  #shard: number | null = null;
  readonly #wantedRows = new Map<string, RowName>();
  readonly #wantedSpans = new Map<string, Span>();

  /** What is to be read; `null` where nothing is. From then on it counts as not asked for. */
  missing(): Asked | null {
    const shard = this.#shard;
    const [rows, spans] = [[...this.#wantedRows.values()], [...this.#wantedSpans.values()]];
    this.#shard = null;
    this.#wantedRows.clear();
    this.#wantedSpans.clear();
    if (shard === null && rows.length + spans.length === 0) return null;
    return { ...(shard === null ? {} : { shard }), rows, spans };
  }

  keep({ shard, rows = [], spans = [] }: Asked, view: View): void {
    if (shard !== undefined) this.#heads.set(shard, view.head);
    for (const [at, name] of rows.entries()) this.#rows.set(rowText(name), view.rows[at]!);
    for (const [at, span] of spans.entries()) this.#spans.set(spanText(span), view.spans[at]!);
  }

  head(shard: number): Head | null {
    const known = this.#heads.get(shard);
    if (known === undefined) this.#shard = shard;
    return known ?? null;
  }

  row({ table, key }: RowName): Row {
    const text = rowText({ table, key });
    const known = this.#rows.get(text);
    if (known === undefined) this.#wantedRows.set(text, { table, key });
    return known ?? { table, key: plainKey(key), value: null, version: 0 };
  }

  span(span: Span): readonly Row[] {
    return this.#spanOrNull(span) ?? [];
  }

  under(prefix: RowName, from?: string): readonly Row[] {
    const text = `${rowText(prefix)}\n${from ?? ''}`;
    const known = this.#lists.get(text);
    if (known !== undefined) return known;
    const found: Row[] = [];
    for (let span = nextPage(prefix, null, from); span !== null; ) {
      const rows = this.#spanOrNull(span);
      if (rows === null) return found;
      found.push(...rows);
      span = nextPage(prefix, rows);
    }
    this.#lists.set(text, found);
    return found;
  }

  #spanOrNull(span: Span): readonly Row[] | null {
    const text = spanText(span);
    const known = this.#spans.get(text);
    if (known === undefined) this.#wantedSpans.set(text, span);
    return known ?? null;
  }
}

function rowText({ table, key }: RowName): string {
  return `${table} ${plainKey(key)}`;
}

function spanText({ table, from, most, before }: Span): string {
  return `${table} ${most} ${from}\n${before ?? ''}`;
}
