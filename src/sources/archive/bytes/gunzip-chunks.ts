import { Damage } from './damage.ts';
import { startInflate } from './inflate-step.ts';

const piece = 4 * 1024;

/**
 * Inflates gzip with any number of members, a piece at a time. When a piece is damaged the source is read again and that piece is
 * fed byte by byte, so that every byte before the damage is handed on; then it throws `Damage`. More than `limit` bytes out is `Damage`.
 */
export async function* gunzipChunks(
  source: () => AsyncIterable<Uint8Array>,
  limit: number,
  chunkSize = 64 * 1024,
): AsyncGenerator<Uint8Array> {
  const told = { bytes: 0, limit };
  const failed = yield* pass(source, told, chunkSize, null);
  if (failed === null) return;
  if (failed.canRetry) yield* pass(source, told, chunkSize, failed.at);
  throw new Damage(failed.reason);
}

interface Failure {
  readonly at: number;
  readonly canRetry: boolean;
  readonly reason: string;
}

interface Told {
  bytes: number;
  readonly limit: number;
}

async function* pass(
  source: () => AsyncIterable<Uint8Array>,
  told: Told,
  chunkSize: number,
  fineAt: number | null,
): AsyncGenerator<Uint8Array, Failure | null> {
  const inflate = startInflate(chunkSize);
  let at = 0;
  let skip = told.bytes;
  const fresh = (chunks: readonly Uint8Array[]): Uint8Array[] =>
    chunks.flatMap((chunk) => {
      const dropped = Math.min(skip, chunk.length);
      skip -= dropped;
      told.bytes += chunk.length - dropped;
      return dropped === chunk.length ? [] : [chunk.subarray(dropped)];
    });
  try {
    for await (const chunk of source()) {
      for (let offset = 0; offset < chunk.length; ) {
        const size = fineAt !== null && at >= fineAt ? 1 : Math.min(piece - (at % piece), chunk.length - offset);
        yield* fresh(await inflate.feed(chunk.subarray(offset, offset + size)));
        if (told.bytes > told.limit) return { at, canRetry: false, reason: bombReason(told.limit) };
        offset += size;
        at += size;
      }
    }
    yield* fresh(await inflate.end());
    const extra = at - inflate.used();
    return extra > 0 ? { at, canRetry: false, reason: `${extra} bytes after the gzip data are not gzip` } : null;
  } catch (error) {
    if (error instanceof Damage) throw error;
    return describe(error, at);
  } finally {
    inflate.close();
  }
}

/** The reason for a file that inflates to more than it may. */
export function bombReason(limit: number): string {
  return `inflates to more than ${limit} bytes, perhaps a decompression bomb: the rest was not read`;
}

function describe(error: unknown, at: number): Failure {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (!code.startsWith('Z_')) throw error;
  const message = (error as Error).message;
  if (code === 'Z_BUF_ERROR') return { at, canRetry: false, reason: 'the gzip data end too early (truncated file)' };
  if (message.includes('data check'))
    return { at, canRetry: true, reason: 'the gzip checksum (CRC-32) does not match its content' };
  if (message.includes('length check'))
    return { at, canRetry: true, reason: 'the gzip length does not match its content' };
  return { at, canRetry: true, reason: `the gzip data are damaged near byte ${at} (${message})` };
}
