import { passes, type Trouble, troubleOf } from '../aws/trouble.ts';
import type { S3Calls } from './s3-calls.ts';

/** The bytes of an object as stored, or why there are none. */
export type Fetched =
  | { readonly kind: 'fetched'; readonly stored: Buffer }
  | { readonly kind: 'too-large'; readonly bytes: number }
  | { readonly kind: 'failed'; readonly trouble: Trouble };

/** The SDK repeats requests; an answer that breaks off midway it does not. */
const attempts = 3;

/** Fetches an object of at most `most` bytes into memory. Never throws. */
export async function fetchObject(
  calls: S3Calls,
  { bucket, key }: { readonly bucket: string; readonly key: string },
  most: number,
): Promise<Fetched> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetchOnce(calls, bucket, key, most);
    } catch (error) {
      const trouble = troubleOf(error, `s3:GetObject on s3://${bucket}/${key}`);
      if (attempt >= attempts || !passes(trouble) || trouble.kind === 'throttled') return { kind: 'failed', trouble };
    }
  }
}

async function fetchOnce(calls: S3Calls, bucket: string, key: string, most: number): Promise<Fetched> {
  const { bytes, size } = await calls.get(bucket, key);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    // Leaving the loop closes the connection.
    if (length > most || (size !== null && size > most)) return { kind: 'too-large', bytes: size ?? length };
    pieces.push(piece);
  }
  if (size !== null && length < size)
    throw Object.assign(new Error(`expected ${size} bytes, got ${length}`), { name: 'TimeoutError' });
  return { kind: 'fetched', stored: Buffer.concat(pieces, length) };
}
