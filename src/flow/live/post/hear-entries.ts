import type { Store } from '../../../contracts/store.ts';
import type { Entry, Head } from '../../../core/ledger/entry.ts';

/** Entries that are new, in the order of their times as far as their shards' order allows. */
export interface NewEntries {
  readonly entries: readonly Entry[];
  /** All there was when it was asked for the heads is among them. */
  readonly caughtUp: boolean;
}

/**
 * Reads what was written since, of all shards up to their heads, at most so much: an entry comes only when none that is
 * older and not read yet could come before it.
 */
export async function newEntries(
  store: Pick<Store, 'read'>,
  heads: readonly Head[],
  heard: Readonly<Record<string, number>>,
  most: number,
): Promise<NewEntries> {
  const shards: { readonly entries: Entry[]; place: number; readonly isWhole: boolean }[] = [];
  for (const head of heads) {
    const from = (heard[head.shard] ?? -1) + 1;
    if (head.n < from) continue;
    const entries: Entry[] = [];
    for await (const entry of store.read(head.shard, from)) {
      if (entry.header.n > head.n) break;
      entries.push(entry);
      if (entries.length >= most) break;
    }
    shards.push({ entries, place: 0, isWhole: from + entries.length > head.n });
  }
  const merged: Entry[] = [];
  while (merged.length < most) {
    const next = shards
      .filter(({ entries, place }) => place < entries.length)
      .reduce<(typeof shards)[number] | null>((a, b) => (a === null || isBefore(b, a) ? b : a), null);
    if (next === null || shards.some(({ entries, place, isWhole }) => place >= entries.length && !isWhole)) break;
    merged.push(next.entries[next.place++]!);
  }
  return {
    entries: merged,
    caughtUp: shards.every(({ entries, place, isWhole }) => isWhole && place >= entries.length),
  };
}

type Shard = { readonly entries: readonly Entry[]; readonly place: number };

function isBefore(a: Shard, b: Shard): boolean {
  return a.entries[a.place]!.header.at < b.entries[b.place]!.header.at;
}
