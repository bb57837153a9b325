/**
 * A set of addresses of one family in its one canonical form: sorted, disjoint, non-touching ranges, each written as
 * its first and its last address. An address is `width` 32-bit words, most significant first. Never written to once made.
 */
export type AddressSet = Uint32Array<ArrayBuffer>;

/** Words in an address: 1 = IPv4, 4 = IPv6. */
export type Width = 1 | 4;

export const noAddresses: AddressSet = new Uint32Array(0);
export const everyIpv4: AddressSet = new Uint32Array([0, 0xffffffff]);
export const everyIpv6: AddressSet = new Uint32Array([0, 0, 0, 0, ...Array<number>(4).fill(0xffffffff)]);

/** Addresses in `a`, in `b`, or in both. */
export function unionSets(a: AddressSet, b: AddressSet, width: Width): AddressSet {
  if (a.length === 0) return b;
  if (b.length === 0 || a === b) return a;
  const out = new Uint32Array(a.length + b.length);
  let n = -2 * width;
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const fromA = j >= b.length || (i < a.length && compare(a, i, b, j, width) <= 0);
    const set = fromA ? a : b;
    const at = fromA ? i : j;
    if (fromA) i += 2 * width;
    else j += 2 * width;
    if (n >= 0 && (compare(set, at, out, n + width, width) <= 0 || follows(set, at, out, n + width, width))) {
      if (compare(set, at + width, out, n + width, width) > 0) copy(set, at + width, out, n + width, width);
    } else {
      n += 2 * width;
      copy(set, at, out, n, 2 * width);
    }
  }
  return trim(out, n + 2 * width);
}

/** The union of many sets. */
export function unionOfSets(sets: readonly AddressSet[], width: Width): AddressSet {
  if (sets.length <= 2) return unionSets(sets[0] ?? noAddresses, sets[1] ?? noAddresses, width);
  const half = sets.length >> 1;
  return unionSets(unionOfSets(sets.slice(0, half), width), unionOfSets(sets.slice(half), width), width);
}

/** Addresses in `a` and not in `b`; `a` itself where they do not meet. */
export function minusSets(a: AddressSet, b: AddressSet, width: Width): AddressSet {
  if (a.length === 0 || b.length === 0) return a;
  const step = 2 * width;
  let j = firstEndingFrom(b, 0, a, 0, width);
  const end = Math.min(b.length, firstEndingFrom(b, j, a, a.length - width, width) + step);
  if (j >= end || compare(b, j, a, a.length - width, width) > 0) return a;
  const out = new Uint32Array(a.length + (end - j) + step);
  let n = 0;
  for (let i = 0; i < a.length; i += step) {
    if (j < end && compare(b, j + width, a, i, width) < 0) j = firstEndingFrom(b, j + step, a, i, width);
    copy(a, i, out, n, width);
    let open = true;
    for (let k = j; k < end && compare(b, k, a, i + width, width) <= 0; k += step) {
      if (compare(b, k, out, n, width) > 0) {
        copy(b, k, out, n + width, width);
        decrement(out, n + width, width);
        n += step;
      }
      open = compare(b, k + width, a, i + width, width) < 0;
      if (!open) break;
      copy(b, k + width, out, n, width);
      increment(out, n, width);
    }
    if (open) {
      copy(a, i + width, out, n + width, width);
      n += step;
    }
  }
  return n === 0 ? noAddresses : trim(out, n);
}

/** Addresses in both. */
export function intersectSets(a: AddressSet, b: AddressSet, width: Width): AddressSet {
  if (a === b || a.length === 0) return a;
  if (b.length === 0) return b;
  let i = firstEndingFrom(a, 0, b, 0, width);
  let j = i < a.length ? firstEndingFrom(b, 0, a, i, width) : b.length;
  if (j === b.length || compare(b, j, a, a.length - width, width) > 0) return noAddresses;
  const out = new Uint32Array(a.length - i + b.length - j);
  let n = 0;
  while (i < a.length && j < b.length) {
    const lowest = compare(a, i, b, j, width) >= 0 ? a : b;
    const endsA = compare(a, i + width, b, j + width, width) <= 0;
    copy(lowest, lowest === a ? i : j, out, n, width);
    copy(endsA ? a : b, (endsA ? i : j) + width, out, n + width, width);
    if (compare(out, n, out, n + width, width) <= 0) n += 2 * width;
    if (endsA) i += 2 * width;
    else j += 2 * width;
  }
  return n === 0 ? noAddresses : trim(out, n);
}

/** Whether any address is in both; allocates nothing. */
export function setsMeet(a: AddressSet, b: AddressSet, width: Width): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (compare(a, i + width, b, j, width) < 0) i += 2 * width;
    else if (compare(b, j + width, a, i, width) < 0) j += 2 * width;
    else return true;
  }
  return false;
}

/** Whether every address of `b` is in `a`; allocates nothing. */
export function setCovers(a: AddressSet, b: AddressSet, width: Width): boolean {
  for (let i = 0, j = 0; j < b.length; j += 2 * width) {
    while (i < a.length && compare(a, i + width, b, j, width) < 0) i += 2 * width;
    if (i >= a.length || compare(a, i, b, j, width) > 0 || compare(a, i + width, b, j + width, width) < 0) return false;
  }
  return true;
}

/** Whether both hold the same addresses. */
export function setsEqual(a: AddressSet, b: AddressSet): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}

/** How many addresses a set holds. */
export function sizeOfSet(set: AddressSet, width: Width): bigint {
  if (width === 1) {
    let count = 0;
    for (let i = 0; i < set.length; i += 2) count += set[i + 1]! - set[i]! + 1;
    return BigInt(count);
  }
  let size = 0n;
  for (let i = 0; i < set.length; i += 2 * width) {
    size += addressOf(set, i + width, width) - addressOf(set, i, width) + 1n;
  }
  return size;
}

/** One address of a set as a number, for printing and counting only. */
export function addressOf(set: AddressSet, at: number, width: Width): bigint {
  let value = 0n;
  for (let k = 0; k < width; k += 1) value = (value << 32n) | BigInt(set[at + k]!);
  return value;
}

/** A set of the one range from `first` to `last`, both included. */
export function rangeSet(first: bigint, last: bigint, width: Width): AddressSet {
  const set = new Uint32Array(2 * width);
  for (let k = width - 1, a = first, b = last; k >= 0; k -= 1, a >>= 32n, b >>= 32n) {
    set[k] = Number(a & 0xffffffffn);
    set[width + k] = Number(b & 0xffffffffn);
  }
  return set;
}

function compare(a: AddressSet, i: number, b: AddressSet, j: number, width: Width): number {
  const first = a[i]! - b[j]!;
  if (first !== 0 || width === 1) return first;
  for (let k = 1; k < width; k += 1) {
    const difference = a[i + k]! - b[j + k]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

function follows(a: AddressSet, i: number, b: AddressSet, j: number, width: Width): boolean {
  let carried = true;
  for (let k = width - 1; k >= 0; k -= 1) {
    const expected: number = carried ? (b[j + k]! + 1) >>> 0 : b[j + k]!;
    if (a[i + k] !== expected) return false;
    carried = carried && expected === 0;
  }
  return true;
}

function copy(source: AddressSet, at: number, out: AddressSet, to: number, words: number): void {
  for (let k = 0; k < words; k += 1) out[to + k] = source[at + k]!;
}

function increment(out: AddressSet, at: number, width: Width): void {
  for (let k = at + width - 1; k >= at; k -= 1) {
    out[k] = out[k]! + 1;
    if (out[k] !== 0) return;
  }
}

function decrement(out: AddressSet, at: number, width: Width): void {
  for (let k = at + width - 1; k >= at; k -= 1) {
    out[k] = out[k]! - 1;
    if (out[k] !== 0xffffffff) return;
  }
}

/** Place in `set`, from `start` on, of the first range that does not end before the address at `other[at]`. */
function firstEndingFrom(set: AddressSet, start: number, other: AddressSet, at: number, width: Width): number {
  const step = 2 * width;
  let low = start / step;
  let high = set.length / step;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(set, middle * step + width, other, at, width) < 0) low = middle + 1;
    else high = middle;
  }
  return low * step;
}

function trim(out: AddressSet, length: number): AddressSet {
  return out.length === length ? out : out.slice(0, length);
}
