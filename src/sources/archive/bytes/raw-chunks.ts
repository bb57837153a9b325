import { closeSync, openSync, readSync } from 'node:fs';

const chunkSize = 64 * 1024;

/** The bytes of a file as stored, in fresh chunks, so that whoever receives one may keep it. */
export async function* rawChunks(path: string): AsyncGenerator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafeSlow(chunkSize);
      const length = readSync(file, chunk, 0, chunkSize, null);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/** The same through one buffer: a chunk is overwritten by the next one. */
export function* reusedChunks(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  const chunk = Buffer.allocUnsafeSlow(chunkSize);
  try {
    for (
      let length = readSync(file, chunk, 0, chunkSize, null);
      length > 0;
      length = readSync(file, chunk, 0, chunkSize, null)
    )
      yield chunk.subarray(0, length);
  } finally {
    closeSync(file);
  }
}
