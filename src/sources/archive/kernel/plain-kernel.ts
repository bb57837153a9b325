import { type Kernel, markStarts, maxHits, type WalkStatus } from './kernel.ts';

/** As CloudTrail spells it, and as tables of Athena and Glue do. */
const keys = [Buffer.from('ventName"'), Buffer.from('ventname"')];
const letterEscape = Buffer.from('\\u00');
const quote = 0x22;
const padding = 256;

/** The search in plain JavaScript, for machines without WebAssembly SIMD: the same answers as `kernel.as.ts`, slower. */
export function startPlainKernel(): Kernel {
  let bytes = Buffer.alloc(64 * 1024);
  const starts = new Uint8Array(8192);
  const hits = new Int32Array(maxHits);
  const spans = new Int32Array(maxHits * 3);
  const walker: Walker = {
    at: 0,
    depth: 2,
    inString: false,
    escaped: false,
    start: 0,
    gap: 0,
    count: 0,
    used: 0,
    status: 'inside',
  };
  const base = 64;
  return {
    name: 'javascript',
    base,
    room: (size) => {
      if (base + size + padding <= bytes.length) return bytes;
      const grown = Buffer.alloc(base + size + padding);
      bytes.copy(grown);
      bytes = grown;
      return bytes;
    },
    setStarts: (names) => markStarts(starts, names),
    scan: (from, to, end) => (hasEscapedLetter(bytes, from, to) ? -1 : scan({ bytes, starts, hits }, from, to, end)),
    hits: () => hits,
    begin: (from) =>
      void Object.assign(walker, {
        at: from,
        depth: 2,
        inString: false,
        escaped: false,
        start: 0,
        gap: from,
        count: 0,
        used: 0,
        status: 'inside',
      }),
    walk: (to, count, whole) => walk(walker, { bytes, starts, hits }, spans, { to, count, whole }),
    spans: () => spans,
    hitsUsed: () => walker.used,
    status: () => walker.status,
    position: () => walker.at,
    recordStart: () => walker.start,
    end: () => walker.gap,
    shift: (by) => {
      walker.at -= by;
      if (walker.start !== 0) walker.start -= by;
      walker.gap -= by;
    },
  };
}

interface Memory {
  readonly bytes: Buffer;
  readonly starts: Uint8Array;
  readonly hits: Int32Array;
}

interface Walker {
  at: number;
  depth: number;
  inString: boolean;
  escaped: boolean;
  start: number;
  gap: number;
  count: number;
  used: number;
  status: WalkStatus;
}

/** Letters can hide only in the escapes from u0040 to u007f. */
function hasEscapedLetter(bytes: Buffer, from: number, to: number): boolean {
  const content = bytes.subarray(0, to + 4);
  for (let at = content.indexOf(letterEscape, from); at >= 0 && at < to; at = content.indexOf(letterEscape, at + 1)) {
    const digit = bytes[at + 4]!;
    if (digit >= 0x34 && digit <= 0x37) return true;
  }
  return false;
}

function scan({ bytes, starts, hits }: Memory, from: number, to: number, end: number): number {
  let found = 0;
  const content = bytes.subarray(0, end);
  // The needle starts three bytes before its `t` stands at [from, to), and a rare first byte makes the search quick.
  const next = keys.map((key) => content.indexOf(key, from - 3));
  for (;;) {
    const first = next[1]! < 0 || (next[0]! >= 0 && next[0]! < next[1]!) ? 0 : 1;
    const v = next[first]!;
    if (v < 0 || v + 3 >= to) return found;
    next[first] = content.indexOf(keys[first]!, v + 1);
    if (bytes[v - 1] !== 0x65 || bytes[v - 2] !== quote) continue;
    const hit = readKey(bytes, starts, v + 3, end);
    if (hit === null) continue;
    if (found === maxHits) return -1;
    hits[found++] = hit;
  }
}

/** As `readKey` of kernel.as.ts, `null` for what is not worth a look. */
function readKey(bytes: Buffer, starts: Uint8Array, t: number, end: number): number | null {
  let at = t + 6;
  while (at < end && isBlank(bytes[at]!)) at++;
  if (at < end) {
    if (bytes[at] !== 0x3a) return null;
    at++;
    while (at < end && isBlank(bytes[at]!)) at++;
  }
  if (at + 3 > end || bytes[at] !== quote) return -t;
  const pair = bytes[at + 1]! | (bytes[at + 2]! << 8);
  return (starts[pair >> 3]! & (1 << (pair & 7))) === 0 ? null : at + 1;
}

function walk(
  walker: Walker,
  { bytes, hits }: Memory,
  spans: Int32Array,
  way: { to: number; count: number; whole: boolean },
): number {
  let found = 0;
  walker.used = 0;
  const stop = way.whole ? way.to : way.to - ((way.to - walker.at) % 64);
  for (; walker.status === 'inside' && walker.at < stop && (!way.whole || walker.used < way.count); walker.at++) {
    const byte = bytes[walker.at]!;
    const escaped = walker.escaped;
    walker.escaped = byte === 0x5c && !escaped;
    if (byte === quote) walker.inString = walker.inString !== !escaped;
    else if (walker.inString) continue;
    else if (byte === 0x7b || byte === 0x5b) open(walker, bytes, byte);
    else if (byte === 0x7d || byte === 0x5d) {
      const start = walker.start;
      close(walker, bytes, byte);
      if (walker.depth !== 2 || walker.status !== 'inside') continue;
      const before = walker.used;
      while (walker.used < way.count && Math.abs(hits[walker.used]!) <= walker.at) walker.used++;
      if (walker.used === before) continue;
      spans.set([start, walker.at + 1, walker.count], found * 3);
      found++;
    }
  }
  return found;
}

function open(walker: Walker, bytes: Buffer, byte: number): void {
  if (walker.depth++ !== 2) return;
  if (byte === 0x7b && isGap(walker, bytes, walker.count === 0 ? 0 : 1)) walker.start = walker.at;
  else walker.status = 'odd';
}

function close(walker: Walker, bytes: Buffer, byte: number): void {
  walker.depth--;
  if (walker.depth > 2) return;
  if (walker.depth === 2) {
    if (byte !== 0x7d) walker.status = 'odd';
    walker.count++;
    walker.start = 0;
  } else walker.status = byte === 0x5d && isGap(walker, bytes, 0) ? 'closed' : 'odd';
  walker.gap = walker.at + 1;
}

function isGap(walker: Walker, bytes: Buffer, commas: number): boolean {
  let left = commas;
  for (let at = walker.gap; at < walker.at; at++) {
    if (bytes[at] === 0x2c) left--;
    else if (!isBlank(bytes[at]!)) return false;
  }
  return left === 0;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
