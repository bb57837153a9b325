import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isGzip } from '../bytes/content-chunks.ts';
import { startPlainKernel } from '../kernel/plain-kernel.ts';
import { startWasmKernel } from '../kernel/wasm-kernel.ts';
import type { FastReader, FastStep } from './fast-reader.ts';
import { readWindows } from './read-windows.ts';
import { searchWhole } from './search-whole.ts';
import { startWanted } from './wanted-hits.ts';
import { claimedSize, gunzipWhole } from './whole-gunzip.ts';

/** Starts a fast reader for these calls: its memory is used again for every file, so one reads one file at a time. */
export function startFastReader(calls: ReadonlySet<string>, plainJavaScript: boolean): FastReader {
  const kernel = (plainJavaScript ? null : startWasmKernel()) ?? startPlainKernel();
  const wanted = startWanted(kernel, calls);
  let input = Buffer.allocUnsafeSlow(256 * 1024);

  /** The file as stored when it is small enough to be searched in one piece, else `null`. */
  const load = (path: string, most: number): Buffer | null => {
    const file = openSync(path, 'r');
    try {
      const size = fstatSync(file).size;
      if (size > most) return null;
      if (size > input.length) input = Buffer.allocUnsafeSlow(size * 2);
      let length = 0;
      for (let got = -1; got !== 0 && length < size; length += got)
        got = readSync(file, input, length, size - length, null);
      return input.subarray(0, length);
    } finally {
      closeSync(file);
    }
  };

  const search = (content: Buffer, release?: () => void): FastStep => {
    const size = content.length;
    const bytes = kernel.room(size);
    const end = kernel.base + size;
    bytes.set(content, kernel.base);
    bytes.fill(0, end, end + 128);
    release?.();
    const found = searchWhole(kernel, bytes, size, wanted);
    return found === null ? { kind: 'slow', after: 0 } : { kind: 'found', found };
  };

  const searchStored = (stored: Buffer): FastStep => {
    if (!isGzip(stored)) return search(stored);
    const inflated = gunzipWhole(stored);
    return inflated === null ? { kind: 'slow', after: 0 } : search(inflated.content, inflated.release);
  };

  return {
    read: (path, limits) => {
      const stored = load(path, limits.wholeFile);
      if (stored === null || (isGzip(stored) && claimedSize(stored) > limits.wholeFile))
        return readWindows(path, limits, { kernel, wanted });
      return [searchStored(stored)];
    },
    readStored: (stored, limits) => {
      const size = isGzip(stored) ? claimedSize(stored) : stored.length;
      return size > limits.wholeFile ? { kind: 'slow', after: 0 } : searchStored(stored);
    },
  };
}
