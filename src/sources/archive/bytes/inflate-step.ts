import { createGunzip } from 'node:zlib';

/** A gunzip that is fed by hand: each step returns all bytes that the input so far yields, so that an error loses nothing before it. */
export interface InflateStep {
  readonly feed: (input: Uint8Array) => Promise<readonly Uint8Array[]>;
  readonly end: () => Promise<readonly Uint8Array[]>;
  /** Input bytes that belonged to gzip members; what follows them is ignored by zlib. */
  readonly used: () => number;
  readonly close: () => void;
}

/** Starts a gunzip (any number of members) of which every step hands out what it has. Rejects with zlib's error. */
export function startInflate(chunkSize: number): InflateStep {
  const gunzip = createGunzip({ chunkSize });
  let out: Uint8Array[] = [];
  let failure: Error | null = null;
  let fail: ((error: Error) => void) | null = null;
  gunzip.on('data', (chunk: Uint8Array) => out.push(chunk));
  gunzip.on('error', (error) => {
    failure = error;
    fail?.(error);
  });
  const step = (start: (done: () => void) => void): Promise<readonly Uint8Array[]> =>
    new Promise((resolve, reject) => {
      if (failure !== null) return reject(failure);
      fail = reject;
      start(() => {
        const ready = out;
        out = [];
        resolve(ready);
      });
    });
  return {
    feed: (input) => step((done) => gunzip.write(input, (error) => error ?? done())),
    end: () => step((done) => gunzip.once('end', done).end()),
    used: () => gunzip.bytesWritten,
    close: () => gunzip.destroy(),
  };
}
