/**
 * Reads an IPv6 address in any spelling of RFC 4291 2.2 (also `::ffff:192.0.2.1`) into four 32-bit words at `out[at]`.
 * Answers false when it is none; zone ids are none, as EC2 refuses them.
 */
export function readIpv6(text: string, out: Uint32Array, at: number): boolean {
  const groups: number[] = [];
  let gap = -1;
  let i = 0;
  if (text.startsWith('::')) {
    gap = 0;
    i = 2;
  }
  while (i < text.length) {
    let value = 0;
    const start = i;
    for (let digit = hex(text.charCodeAt(i)); digit >= 0 && i - start < 4; digit = hex(text.charCodeAt(++i))) {
      value = value * 16 + digit;
    }
    if (i === start) return false;
    if (text.charCodeAt(i) === DOT) {
      const tail = readIpv4(text.slice(start));
      if (tail === null) return false;
      groups.push(tail >>> 16, tail & 0xffff);
      break;
    }
    groups.push(value);
    if (i === text.length) break;
    if (text.charCodeAt(i) !== COLON || ++i === text.length) return false;
    if (text.charCodeAt(i) === COLON) {
      if (gap >= 0) return false;
      gap = groups.length;
      i += 1;
    }
  }
  if (gap < 0 ? groups.length !== 8 : groups.length > 7) return false;
  const missing = 8 - groups.length;
  for (let k = 0; k < 4; k += 1) {
    out[at + k] = (group(groups, 2 * k, gap, missing) << 16) | group(groups, 2 * k + 1, gap, missing);
  }
  return true;
}

const DOT = 46;
const COLON = 58;

function group(groups: readonly number[], k: number, gap: number, missing: number): number {
  if (gap < 0 || k < gap) return groups[k]!;
  return k < gap + missing ? 0 : groups[k - missing]!;
}

function hex(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  return code >= 65 && code <= 70 ? code - 55 : -1;
}

/** Reads four decimal numbers 0-255 with dots as one 32-bit word. Leading zeros are refused: some read them as octal. */
export function readIpv4(text: string): number | null {
  let value = 0;
  let part = -1;
  let parts = 1;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      if (part < 0 || ++parts > 4) return null;
      value = value * 256 + part;
      part = -1;
    } else {
      if (code < 48 || code > 57 || part === 0) return null;
      part = part < 0 ? code - 48 : part * 10 + code - 48;
      if (part > 255) return null;
    }
  }
  return parts === 4 && part >= 0 ? (value * 256 + part) >>> 0 : null;
}

/**
 * Writes an IPv6 address as RFC 5952 4 says: lower case, no leading zeros, the first longest run of two or more zero
 * groups as `::`. Mapped addresses are written in hexadecimal too, since this product never reads them as IPv4.
 */
export function writeIpv6(words: Uint32Array, at: number): string {
  const groups: number[] = [];
  for (let k = 0; k < 4; k += 1) groups.push(words[at + k]! >>> 16, words[at + k]! & 0xffff);
  let best = 0;
  let length = 1;
  for (let i = 0; i < 8; i += 1) {
    let end = i;
    while (end < 8 && groups[end] === 0) end += 1;
    if (end - i > length) {
      best = i;
      length = end - i;
    }
    if (end > i) i = end;
  }
  const text = (some: readonly number[]) => some.map((value) => value.toString(16)).join(':');
  return length < 2 ? text(groups) : `${text(groups.slice(0, best))}::${text(groups.slice(best + length))}`;
}

/** Writes a 32-bit word as a dotted IPv4 address. */
export function writeIpv4(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
}
