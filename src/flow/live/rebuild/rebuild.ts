import type { Store } from '../../../contracts/store.ts';
import { writeInstant } from '../../../core/leaf/instant.ts';
import type { Entry, EntryHeader } from '../../../core/ledger/entry.ts';
import type { EntryBody, GapBody, SealedBody } from '../../../core/ledger/entry-body.ts';
import { noTally, rollup } from '../../../core/ledger/rollup.ts';
import { rowName } from '../tables.ts';
import { RowBook } from './row-book.ts';
import { takeActing, takeOutcome } from './take-acts.ts';
import { type Counts, takeDecided, takeRevised } from './take-decided.ts';
import { type LooksSeen, takeObserved } from './take-observed.ts';
import { takeOrdered } from './take-ordered.ts';

/** What became of a rebuilding: rows made, and entries that told nothing, their bodies erased or built on erased ones. */
export interface Rebuilt {
  readonly book: RowBook;
  readonly entries: number;
  readonly untold: number;
}

/**
 * Makes the rows of the live loop again from the entries alone, shard by shard. What retention erased cannot be made
 * again. In no entry stands what the next step finds anyway: how reads of an action under way went (they begin anew), what
 * a sweep found unaltered (`steady`), and plain records since the newest seal, which are counted and not kept.
 */
export async function rebuild(store: Pick<Store, 'shards' | 'read'>): Promise<Rebuilt> {
  return await rebuildFrom(entriesOf(store));
}

async function* entriesOf(store: Pick<Store, 'shards' | 'read'>): AsyncIterable<Entry> {
  for (let shard = 0; shard < store.shards; shard++) yield* store.read(shard, 0);
}

/** The same from entries, shard by shard, those of each in order. */
export async function rebuildFrom(all: AsyncIterable<Entry>): Promise<Rebuilt> {
  const book = new RowBook();
  let [entries, untold, shard] = [0, 0, 0];
  let seen: LooksSeen = new Map();
  for await (const entry of all) {
    // A subject has all its looks in one shard.
    if (entry.header.shard !== shard) seen = new Map();
    shard = entry.header.shard;
    entries++;
    if (!take(book, entry, seen)) untold++;
  }
  return { book, entries, untold };
}

const batch = 500;

/** Writes rows that were made again into a store that has none of them. */
export async function writeRebuilt(store: Pick<Store, 'append'>, { book }: Rebuilt): Promise<boolean> {
  const rows = book.rows();
  for (let from = 0; from < rows.length; from += batch) {
    const done = await store.append(0, 'any', [], { rows: rows.slice(from, from + batch) });
    if (done.kind !== 'committed') return false;
  }
  return true;
}

function take(book: RowBook, { header, body: text }: Entry, seen: LooksSeen): boolean {
  if (text === null) return false;
  const body = JSON.parse(text) as EntryBody;
  const counts = countsInto(book);
  switch (body.kind) {
    case 'observed':
      return takeObserved(book, header, body, { seen, counts });
    case 'decided':
      takeDecided(book, header, body, counts);
      return true;
    case 'revised':
      takeRevised(book, header, body, counts);
      return true;
    case 'acting':
      takeActing(book, header, body);
      return true;
    case 'outcome':
      takeOutcome(book, header, body, counts);
      return true;
    case 'ordered':
      takeOrdered(book, header, body);
      return true;
    case 'sealed':
      takeSealed(book, header, body);
      return true;
    case 'gap':
      takeGap(book, body);
      return true;
    case 'drilled':
    case 'told':
      return true;
  }
}

function countsInto(book: RowBook): Counts {
  return ({ account, region }, { at, shard }, happening) => {
    const name = rowName('tally', writeInstant(at).slice(0, 10), account, region, String(shard));
    book.put(name, rollup(book.get(name) ?? noTally, happening));
  };
}

function takeGap(book: RowBook, { from, source, to, why }: GapBody): void {
  if (why === 'unreadable') return;
  const name = rowName('gap', source);
  if (to === null) book.put(name, { from, why });
  else book.take([{ ...name, value: null }]);
}

function takeSealed(book: RowBook, { at }: EntryHeader, { counted = [], heads, erased }: SealedBody): void {
  for (const [key, records] of counted) book.put({ table: 'tally', key }, { ...noTally, records });
  book.put(rowName('sealed', 'last'), { at, heads: heads.map(([shard, n, hash]) => ({ shard, n, hash })), erased });
}
