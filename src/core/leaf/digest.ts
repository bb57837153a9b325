/**
 * SHA-256 (FIPS 180-4) of a text's UTF-8 bytes or of bytes: here so that ids are derived inside the core. Stores may
 * use the platform's faster one; both are checked against each other.
 */
export function sha256(input: string | Uint8Array): Uint8Array {
  const bytes = typeof input === 'string' && !isAscii(input) ? encoder.encode(input) : input;
  const { length } = bytes;
  const size = ((length + 8) >> 6) * 64 + 64;
  const padded = size <= scratch.length ? scratch : new Uint8Array(size);
  if (typeof bytes === 'string') for (let i = 0; i < length; i++) padded[i] = bytes.charCodeAt(i);
  else padded.set(bytes);
  padded.fill(0, length, size);
  padded[length] = 0x80;
  writeWord(padded, size - 8, Math.floor(length / 2 ** 29));
  writeWord(padded, size - 4, length << 3);
  state.set(start);
  for (let at = 0; at < size; at += 64) mix(padded, at);
  const out = new Uint8Array(32);
  for (let index = 0; index < 8; index++) writeWord(out, index * 4, state[index]!);
  return out;
}

// Measured: for short texts the platform's encoder and arrays made anew took longer than the digest itself.
const scratch = new Uint8Array(4096);
const state = new Int32Array(8);

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

function writeWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}

/** The SHA-256 of a text in hexadecimal, with its name in front: `sha256:9f86…`. */
export function digestText(text: string): string {
  let written = 'sha256:';
  for (const byte of sha256(text)) written += hexOf[byte]!;
  return written;
}

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A short, stable name for a text: base32 (RFC 4648, lower case) of its SHA-256, 26 characters (130 bits). */
export function digestName(text: string): string {
  let name = '';
  let bits = 0;
  let held = 0;
  const bytes = sha256(text);
  for (let i = 0; i < 17; i++) {
    held = (held << 8) | bytes[i]!;
    bits += 8;
    while (bits >= 5 && name.length < 26) {
      bits -= 5;
      name += 'abcdefghijklmnopqrstuvwxyz234567'[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return name;
}

const encoder = new TextEncoder();
const primes = firstPrimes(64);
const fraction = (root: number): number => ((root - Math.floor(root)) * 2 ** 32) | 0;
const start = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
const rounds = Int32Array.from(primes.map((prime) => fraction(Math.cbrt(prime))));
const words = new Int32Array(64);

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

function mix(bytes: Uint8Array, at: number): void {
  for (let t = 0, i = at; t < 16; t++, i += 4) {
    words[t] = (bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!;
  }
  for (let t = 16; t < 64; t++) {
    const a = words[t - 15]!;
    const b = words[t - 2]!;
    const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    words[t] = (words[t - 16]! + s0 + words[t - 7]! + s1) | 0;
  }
  // Eight plain variables: arrays to take them from or to turn them round in cost half of the time of a digest.
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let t = 0; t < 64; t++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + rounds[t]! + words[t]!) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
