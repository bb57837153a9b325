import { readFileSync } from 'node:fs';
import { createInflateRaw, gunzipSync, inflateRawSync } from 'node:zlib';
import { listFiles } from './list-files.ts';

/** Gzip as its writers make it here has a header of ten bytes, without a name (RFC 1952, 2.3). */
const header = 10;
const trailer = 8;

/**
 * The floor: raw inflate into one reused buffer, no checksum, nothing else. It drives zlib through Node's private handle, which no product
 * should; here it shows how far from the floor the public API keeps everybody. Returns the bytes that came out.
 */
export function inflateOnly(folder: string): number {
  const inflate = createInflateRaw() as unknown as { _handle: Handle; _writeState: Uint32Array };
  let out = Buffer.allocUnsafeSlow(4 * 1024 * 1024);
  let bytes = 0;
  for (const file of listFiles(folder)) {
    const gzip = readFileSync(file);
    const size = gzip.readUInt32LE(gzip.length - 4);
    if (size + 1 > out.length) out = Buffer.allocUnsafeSlow(size * 2);
    inflate._handle.reset();
    inflate._handle.writeSync(finish, gzip, header, gzip.length - header - trailer, out, 0, size + 1);
    const written = size + 1 - inflate._writeState[0]!;
    if (written !== size) throw new Error(`expected ${size} bytes from \`${file}\`, got ${written}`);
    bytes += written;
  }
  return bytes;
}

/** The same with the public API: a new buffer of the right size for each file. */
export function inflatePublicly(folder: string): number {
  let bytes = 0;
  for (const file of listFiles(folder)) {
    const gzip = readFileSync(file);
    const body = gzip.subarray(header, gzip.length - trailer);
    bytes += inflateRawSync(body, { chunkSize: gzip.readUInt32LE(gzip.length - 4) + 1 }).length;
  }
  return bytes;
}

/** What anybody would write to inflate, checksum included. */
export function gunzipAll(folder: string): number {
  let bytes = 0;
  for (const file of listFiles(folder)) bytes += gunzipSync(readFileSync(file)).length;
  return bytes;
}

const finish = 4;

interface Handle {
  reset(): void;
  writeSync(
    flush: number,
    input: Buffer,
    inAt: number,
    inSize: number,
    output: Buffer,
    outAt: number,
    outSize: number,
  ): void;
}
