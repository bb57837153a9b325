import { crc32, type InflateRaw, inflateRawSync } from 'node:zlib';

/** Buffers smaller than this may share memory with others (Node's pool), so they are never given back by hand. */
const smallest = 64 * 1024;

/** What a small gzip file holds. `release` gives its memory back at once, without waiting for the collector. */
export interface Inflated {
  readonly content: Buffer;
  readonly release: () => void;
}

/** The size that a gzip file claims in its last four bytes (RFC 1952, ISIZE), modulo 4 GiB: a hint only. */
export function claimedSize(gzip: Buffer): number {
  return gzip.length < 18 ? 0 : gzip.readUInt32LE(gzip.length - 4);
}

/**
 * Inflates one whole gzip file of a single member in one piece and checks length and CRC-32; `null` when anything is out of the
 * ordinary (several members, bytes behind them, damage, a wrong size), which a slower reader then sorts out.
 */
export function gunzipWhole(gzip: Buffer): Inflated | null {
  const start = bodyStart(gzip);
  const end = gzip.length - 8;
  if (start === null || start > end) return null;
  const size = claimedSize(gzip);
  const chunkSize = Math.max(smallest, size + 1);
  try {
    const { buffer, engine } = inflateRawSync(gzip.subarray(start, end), {
      chunkSize,
      maxOutputLength: chunkSize,
      info: true,
    }) as unknown as { buffer: Buffer; engine: InflateRaw };
    const intact =
      buffer.length === size && engine.bytesWritten === end - start && crc32(buffer) === gzip.readUInt32LE(end);
    const owned = buffer.byteOffset === 0 && buffer.buffer.byteLength === chunkSize;
    const release = (): void => void (owned && (buffer.buffer as ArrayBuffer).transfer(0));
    if (intact) return { content: buffer, release };
    release();
    return null;
  } catch {
    return null;
  }
}

/** Behind the gzip header (RFC 1952, 2.3); `null` when it is cut or of an unknown kind. */
function bodyStart(gzip: Buffer): number | null {
  if (gzip.length < 18 || gzip[0] !== 0x1f || gzip[1] !== 0x8b || gzip[2] !== 8) return null;
  const flags = gzip[3]!;
  if ((flags & 0xe0) !== 0) return null;
  let at = 10;
  if (flags & 4) at += 2 + gzip.readUInt16LE(at);
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const zero = gzip.indexOf(0, at);
    if (zero < 0) return null;
    at = zero + 1;
  }
  return at + (flags & 2 ? 2 : 0);
}
