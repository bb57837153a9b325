// The search of log files in AssemblyScript (TypeScript syntax, compiled to WebAssembly SIMD by scripts/build-kernel.mjs).
// `kernel.ts` says what the functions mean; `plain-kernel.ts` is the same in plain JavaScript. Structure by bit masks after
// simdjson (Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019): backslash runs, quotes, prefix XOR.

// Memory: the table of name starts, the hits, the spans, then the bytes to search. plain-kernel.ts and wasm-kernel.ts know the same places.
const STARTS: usize = 0x1000;
const HITS: usize = 0x4000;
const SPANS: usize = 0x14000;
const MAX_HITS: i32 = 16384;

let at: usize = 0;
let depth: i32 = 0;
let inString: u64 = 0;
let escapes: u64 = 0;
let start: usize = 0;
let gap: usize = 0;
let count: i32 = 0;
let used: i32 = 0;
let state: i32 = 0;
let stops: bool = false;

export function position(): usize { return at; }
export function recordStart(): usize { return start; }
export function records(): i32 { return count; }
export function hitsUsed(): i32 { return used; }
export function status(): i32 { return state; }

@inline
function isBlank(byte: u8): bool { return byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09; }

/** Emits the key whose `t` stands at `t`: the offset of its text value, or minus the offset of the key when the value is cut or no text. */
function readKey(t: usize, end: usize, hits: i32): i32 {
  // The N may be small: tables of Athena and Glue lower their columns.
  if ((load<u64>(t - 5) | 0x20000000000000) != 0x616e746e65766522 || (load<u32>(t + 3) & 0xffffff) != 0x22656d) return hits;
  let i = t + 6;
  while (i < end && isBlank(load<u8>(i))) i++;
  if (i < end) {
    if (load<u8>(i) != 0x3a) return hits;
    i++;
    while (i < end && isBlank(load<u8>(i))) i++;
  }
  let hit: i32 = -(<i32>t);
  if (i + 3 <= end && load<u8>(i) == 0x22) {
    const pair = <u32>load<u16>(i + 1);
    if (!(load<u8>(STARTS + (pair >> 3)) & (1 << (pair & 7)))) return hits;
    hit = <i32>(i + 1);
  }
  if (hits < MAX_HITS) store<i32>(HITS + ((<usize>hits) << 2), hit);
  return hits + 1;
}

export function scan(from: usize, to: usize, end: usize): i32 {
  const t = i8x16.splat(0x74), n = i8x16.splat(0x6e), small = i8x16.splat(0x20), slash = i8x16.splat(0x5c), u = i8x16.splat(0x75);
  let hits = 0;
  for (let p = from; p < to; p += 32) {
    const a = v128.load(p), b = v128.load(p, 1), c = v128.load(p, 16), d = v128.load(p, 17);
    const low = v128.or(v128.and(i8x16.eq(a, t), i8x16.eq(v128.or(b, small), n)), v128.and(i8x16.eq(a, slash), i8x16.eq(b, u)));
    const high = v128.or(v128.and(i8x16.eq(c, t), i8x16.eq(v128.or(d, small), n)), v128.and(i8x16.eq(c, slash), i8x16.eq(d, u)));
    if (!v128.any_true(v128.or(low, high))) continue;
    let mask = <u32>i8x16.bitmask(low) | (<u32>i8x16.bitmask(high) << 16);
    while (mask != 0) {
      const place = p + <usize>ctz<u32>(mask);
      mask &= mask - 1;
      if (place >= to) break;
      if (load<u8>(place) == 0x74) hits = readKey(place, end, hits);
      else if (load<u16>(place + 2) == 0x3030 && load<u8>(place + 4) >= 0x34 && load<u8>(place + 4) <= 0x37) return -1;
    }
    if (hits > MAX_HITS) return -1;
  }
  return hits;
}

export function begin(from: usize): void {
  at = from;
  depth = 2;
  inString = 0;
  escapes = 0;
  start = 0;
  gap = from;
  count = 0;
  used = 0;
  state = 0;
}

export function shift(by: usize): void {
  at -= by;
  if (start != 0) start -= by;
  gap -= by;
}

/** Between records stands one comma, before the first and after the last none; anything else is for the slow reader. */
function isGap(to: usize, commas: i32): bool {
  for (let i = gap; i < to; i++) {
    const byte = load<u8>(i);
    if (byte == 0x2c) commas--;
    else if (!isBlank(byte)) return false;
  }
  return commas == 0;
}

@inline
function bits(a: v128, b: v128, c: v128, d: v128): u64 {
  return <u64><u32>(<u32>i8x16.bitmask(a) | (<u32>i8x16.bitmask(b) << 16)) | (<u64><u32>(<u32>i8x16.bitmask(c) | (<u32>i8x16.bitmask(d) << 16)) << 32);
}

/** The characters after an odd run of backslashes. */
@inline
function escapedBy(slashes: u64): u64 {
  if (slashes == 0) {
    const carried = escapes;
    escapes = 0;
    return carried;
  }
  const even: u64 = 0x5555555555555555;
  slashes &= ~escapes;
  const follows = (slashes << 1) | escapes;
  const odd = slashes & ~even & ~follows;
  const sum = odd + slashes;
  escapes = <u64>(sum < odd);
  return (even ^ (sum << 1)) & follows;
}

@inline
function within(quotes: u64): u64 {
  quotes ^= quotes << 1;
  quotes ^= quotes << 2;
  quotes ^= quotes << 4;
  quotes ^= quotes << 8;
  quotes ^= quotes << 16;
  quotes ^= quotes << 32;
  return quotes;
}

export function walk(to: usize, hits: i32, whole: bool): i32 {
  const slash = i8x16.splat(0x5c), quote = i8x16.splat(0x22), lower = i8x16.splat(0x20), open = i8x16.splat(0x7b), close = i8x16.splat(0x7d);
  let spans = 0;
  used = 0;
  stops = whole;
  while (state == 0 && (whole ? at < to && used < hits : at + 64 <= to)) {
    const a = v128.load(at), b = v128.load(at, 16), c = v128.load(at, 32), d = v128.load(at, 48);
    const i = i8x16.eq(a, slash), j = i8x16.eq(b, slash), k = i8x16.eq(c, slash), l = i8x16.eq(d, slash);
    const escaped = escapedBy(v128.any_true(v128.or(v128.or(i, j), v128.or(k, l))) ? bits(i, j, k, l) : 0);
    const quotes = bits(i8x16.eq(a, quote), i8x16.eq(b, quote), i8x16.eq(c, quote), i8x16.eq(d, quote)) & ~escaped;
    const strings = within(quotes) ^ inString;
    inString = <u64>((<i64>strings) >> 63);
    const e = v128.or(a, lower), f = v128.or(b, lower), g = v128.or(c, lower), h = v128.or(d, lower);
    const opens = bits(i8x16.eq(e, open), i8x16.eq(f, open), i8x16.eq(g, open), i8x16.eq(h, open)) & ~strings;
    const closes = bits(i8x16.eq(e, close), i8x16.eq(f, close), i8x16.eq(g, close), i8x16.eq(h, close)) & ~strings;
    const down = <i32>popcnt<u64>(closes);
    if (depth - down >= 3) depth += <i32>popcnt<u64>(opens) - down;
    else spans = step(opens, closes, hits, spans);
    at += 64;
  }
  return spans;
}

/** Follows the brackets of one block in which a record may begin or end. */
function step(opens: u64, closes: u64, hits: i32, first: i32): i32 {
  let spans = first;
  let mask = opens | closes;
  while (mask != 0) {
    const bit = mask & (0 - mask);
    const place = at + <usize>ctz<u64>(mask);
    mask ^= bit;
    if (opens & bit) {
      if (depth++ != 2) continue;
      if (load<u8>(place) != 0x7b || !isGap(place, count == 0 ? 0 : 1)) { state = 2; return spans; }
      start = place;
    } else if (--depth == 2) {
      if (load<u8>(place) != 0x7d) { state = 2; return spans; }
      count++;
      gap = place + 1;
      const record = start;
      start = 0;
      if (used < hits && hitAt(used) <= place) {
        const span = SPANS + <usize>spans * 12;
        store<i32>(span, <i32>record);
        store<i32>(span, <i32>(place + 1), 4);
        store<i32>(span, count, 8);
        spans++;
        while (used < hits && hitAt(used) <= place) used++;
        if (stops && used == hits) return spans;
      }
    } else if (depth == 1) {
      state = load<u8>(place) == 0x5d && isGap(place, 0) ? 1 : 2;
      gap = place + 1;
      return spans;
    }
  }
  return spans;
}

@inline
function hitAt(index: i32): usize {
  const hit = load<i32>(HITS + ((<usize>index) << 2));
  return <usize>(hit < 0 ? -hit : hit);
}
export function end(): usize { return gap; }
