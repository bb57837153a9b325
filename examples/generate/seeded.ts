const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A stream of numbers that its seed text decides: the same text gives the same stream on every machine. Mixing is
 * xmur3, the generator sfc32 (both public domain). Not for secrets.
 */
export class Random {
  readonly #seed: string;
  readonly #state: Uint32Array;

  constructor(seed: string) {
    this.#seed = seed;
    this.#state = Uint32Array.from([0, 1, 2, 3], (part) => hash(`${seed}#${part}`));
    for (let turn = 0; turn < 12; turn++) this.next();
  }

  /** A stream of its own for a part of the work, so that a change to one part leaves the others as they were. */
  fork(name: string): Random {
    return new Random(`${this.#seed}/${name}`);
  }

  /** 32 bits, unsigned. */
  next(): number {
    const [a, b, c, count] = this.#state as unknown as [number, number, number, number];
    const out = (a + b + count) >>> 0;
    this.#state.set([b ^ (b >>> 9), c + (c << 3), ((c << 21) | (c >>> 11)) + out, count + 1]);
    return out;
  }

  /** A whole number from 0 up to, and without, `limit`. */
  below(limit: number): number {
    return Math.floor((this.next() / 2 ** 32) * limit);
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.next() / 2 ** 32 < probability;
  }

  pick<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)];
    if (one === undefined) throw new Error('expected something to pick from, found an empty list');
    return one;
  }

  /** The list in another order. */
  shuffle<T>(list: readonly T[]): T[] {
    const out = [...list];
    for (let at = out.length - 1; at > 0; at--) {
      const other = this.below(at + 1);
      [out[at], out[other]] = [out[other] as T, out[at] as T];
    }
    return out;
  }

  /** Lower-case hexadecimal digits, as in `sg-0…`. */
  hex(length: number): string {
    return this.#spell('0123456789abcdef', length);
  }

  /** The letters of access keys and principal ids. */
  upper(length: number): string {
    return this.#spell(base32, length);
  }

  alphanumeric(length: number): string {
    return this.#spell(alphanumeric, length);
  }

  /** A version 4 UUID (RFC 9562). */
  uuid(): string {
    const variant = '89ab'[this.below(4)];
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-${variant}${this.hex(3)}-${this.hex(12)}`;
  }

  /** An EC2 resource id such as `sg-0a1b2c3d4e5f60718`. */
  resource(prefix: string): string {
    return `${prefix}-0${this.hex(16)}`;
  }

  #spell(letters: string, length: number): string {
    let out = '';
    while (out.length < length) out += letters[this.below(letters.length)];
    return out;
  }
}

function hash(text: string): number {
  let h = 1779033703 ^ text.length;
  for (let at = 0; at < text.length; at++) {
    h = Math.imul(h ^ text.charCodeAt(at), 3432918353);
    h = (h << 13) | (h >>> 19);
  }
  h = Math.imul(h ^ (h >>> 16), 2246822507);
  h = Math.imul(h ^ (h >>> 13), 3266489909);
  return (h ^ (h >>> 16)) >>> 0;
}
