import type { EntryHeader } from './entry.ts';

/** Gives the 32 bytes of a SHA-256: `sha256` of the core, or the platform's own, which is faster. */
export type Digester = (input: string | Uint8Array) => Uint8Array;

/**
 * The hash of an entry, as 64 hexadecimal digits: SHA-256 over the 32 bytes of the hash before it (zeros before the
 * first), the header as canonical JSON (RFC 8785) in UTF-8, and the 32 bytes of the body's SHA-256. Both ends have a
 * fixed length, so no two triples give the same bytes; the body itself is not needed to prove the chain.
 */
export function hashEntry(
  prev: string | null,
  header: EntryHeader,
  bodyDigest: Uint8Array | string,
  digest: Digester,
): string {
  const head = encoder.encode(writeHeader(header));
  const bytes = new Uint8Array(64 + head.length);
  if (prev !== null) fromHex(prev, bytes, 0);
  bytes.set(head, 32);
  if (typeof bodyDigest === 'string') fromHex(bodyDigest, bytes, 32 + head.length);
  else bytes.set(bodyDigest, 32 + head.length);
  return toHex(digest(bytes));
}

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Bytes as lower-case hexadecimal digits. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += pairs[byte];
  return text;
}

/** Tells whether a text is the hexadecimal form of a SHA-256. */
export function isHash(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);
}

/** The canonical form of a header: its keys stand here in their canonical order. */
function writeHeader({ at, fence, key, kind, n, shard, v }: EntryHeader): string {
  return JSON.stringify({ at, fence, key, kind, n, shard, v });
}

const encoder = new TextEncoder();

function fromHex(text: string, into: Uint8Array, at: number): void {
  for (let byte = 0; byte < 32; byte++)
    into[at + byte] = (digitOf(text.charCodeAt(byte * 2)) << 4) | digitOf(text.charCodeAt(byte * 2 + 1));
}

/** The value of one of 0-9 and a-f. */
function digitOf(digit: number): number {
  return digit < 58 ? digit - 48 : digit - 87;
}
