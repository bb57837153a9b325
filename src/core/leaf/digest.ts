/**
 * SHA-256 (FIPS 180-4) of a text's UTF-8 bytes or of bytes: here so that ids are derived inside the core. Stores may
 * use the platform's faster one; both are checked against each other.
 */
export function sha256(input: string | Uint8Array): Uint8Array {
  const bytes = typeof input === 'string' ? encoder.encode(input) : input;
  const padded = new Uint8Array(((bytes.length + 8) >> 6) * 64 + 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
  const state = Int32Array.from(start);
  for (let at = 0; at < padded.length; at += 64) mix(state, view, at);
  const out = new DataView(new ArrayBuffer(32));
  for (let index = 0; index < 8; index++) out.setInt32(index * 4, state[index]!);
  return new Uint8Array(out.buffer);
}

/** A short, stable name for a text: base32 (RFC 4648, lower case) of its SHA-256, 26 characters (130 bits). */
export function digestName(text: string): string {
  let name = '';
  let bits = 0;
  let held = 0;
  for (const byte of sha256(text).subarray(0, 17)) {
    held = (held << 8) | byte;
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
const start = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const rounds = Int32Array.from(primes.map((prime) => fraction(Math.cbrt(prime))));
const words = new Int32Array(64);

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

function mix(state: Int32Array, view: DataView, at: number): void {
  for (let t = 0; t < 16; t++) words[t] = view.getInt32(at + t * 4);
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
