import { gunzipChunks } from './gunzip-chunks.ts';
import { peek } from './peek.ts';

/** Some tools gzip what is gzip already; deeper is nobody's archive. */
const maxLayers = 3;

/**
 * The content of a file as UTF-8: gzip layers taken off by their magic number whatever the name says, UTF-16 (as Windows
 * shells write it) turned round, the byte order mark dropped. Each layer may inflate to `limit` bytes. Throws `Damage`.
 */
export async function* contentChunks(
  source: () => AsyncIterable<Uint8Array>,
  limit: number,
  layer = 0,
): AsyncGenerator<Uint8Array> {
  const { head, chunks } = await peek(source(), (bytes) => bytes.length >= 3);
  if (layer < maxLayers && isGzip(head)) {
    // A stream that cannot be read twice is drained by its first reading, and then a damaged piece is not refined.
    let first: AsyncIterable<Uint8Array> | null = chunks;
    const again = (): AsyncIterable<Uint8Array> => {
      const once = first ?? source();
      first = null;
      return once;
    };
    return yield* contentChunks(() => gunzipChunks(again, limit), limit, layer + 1);
  }
  const encoding =
    head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null;
  if (encoding !== null) return yield* transcode(chunks, encoding);
  const hasMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  yield* hasMark ? dropBytes(chunks, 3) : chunks;
}

/** Tells gzip by its magic number and method (RFC 1952). */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

async function* transcode(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

async function* dropBytes(chunks: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    yield left > 0 ? chunk.subarray(Math.min(left, chunk.length)) : chunk;
    left = Math.max(0, left - chunk.length);
  }
}
