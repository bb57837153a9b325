import type { Row } from '../contracts/store.ts';

/** The rows of one table in memory, also those that were deleted: by key, and in the order of keys. */
export class SortedRows {
  readonly #rows = new Map<string, Row>();
  readonly #keys: string[] = [];

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  put(row: Row): void {
    if (!this.#rows.has(row.key)) this.#keys.splice(this.#placeOf(row.key), 0, row.key);
    this.#rows.set(row.key, row);
  }

  /** The rows that are there from a key on and before another. */
  between(from: string, most: number, before: string | null): readonly Row[] {
    const found: Row[] = [];
    for (let place = this.#placeOf(from); place < this.#keys.length && found.length < most; place++) {
      const key = this.#keys[place]!;
      if (before !== null && compareKeys(key, before) >= 0) break;
      const row = this.#rows.get(key)!;
      if (row.value !== null) found.push(row);
    }
    return found;
  }

  all(): Iterable<Row> {
    return this.#rows.values();
  }

  #placeOf(key: string): number {
    let [low, high] = [0, this.#keys.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareKeys(this.#keys[middle]!, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Compares well-formed texts in the order of their UTF-8, which is that of their code points. */
export function compareKeys(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let at = 0; at < end; at++) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (one !== other) return rank(one) - rank(other);
  }
  return a.length - b.length;
}

/** Halves of surrogate pairs stand for code points above all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
