/** Collects the bytes of one value across chunks, up to a bound; what goes beyond it is dropped and remembered as too long. */
export interface Capture {
  readonly add: (chunk: Uint8Array, start: number, end: number) => void;
  readonly addText: (text: string) => void;
  /** Bytes collected so far. */
  readonly length: () => number;
  readonly slice: (start: number, end: number) => string;
  /** The text so far, or `null` when it was too long; empties the capture. */
  readonly take: () => string | null;
}

/** Starts an empty capture of at most `limit` bytes. Its memory grows with the longest value seen, not with the file. */
export function startCapture(limit: number): Capture {
  let bytes = Buffer.allocUnsafeSlow(4 * 1024);
  let length = 0;
  let tooLong = false;
  const add = (chunk: Uint8Array, start: number, end: number): void => {
    const needed = length + end - start;
    if (tooLong || needed > limit) {
      tooLong = true;
      return;
    }
    if (needed > bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.min(limit, Math.max(needed, bytes.length * 2)));
      bytes.copy(grown, 0, 0, length);
      bytes = grown;
    }
    bytes.set(chunk.subarray(start, end), length);
    length = needed;
  };
  return {
    add,
    addText: (text) => add(Buffer.from(text), 0, Buffer.byteLength(text)),
    length: () => length,
    slice: (start, end) => bytes.toString('utf8', start, end),
    take: () => {
      const text = tooLong ? null : bytes.toString('utf8', 0, length);
      length = 0;
      tooLong = false;
      return text;
    },
  };
}
