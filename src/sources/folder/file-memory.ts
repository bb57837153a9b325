import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { isObject, type Json } from '../../core/leaf/canonical.ts';

/** What is remembered of a file: how much of it was done. A whole file counts as done at one size and time of change. */
export interface Remembered {
  readonly path: string;
  readonly lines: boolean;
  /** Bytes that are done; of a whole file its size. */
  readonly offset: number;
  readonly modified: number;
  /** Digest of its first bytes, and of how many: another file may get the same id. */
  readonly head: string;
  readonly headBytes: number;
}

const headSize = 256;

/** What was remembered, by the id of the file. Anything but what `writeMemory` wrote is as if nothing were remembered. */
export function readMemory(text: string | null): Map<string, Remembered> {
  const known = new Map<string, Remembered>();
  let json: Json;
  try {
    json = JSON.parse(text ?? '{}') as Json;
  } catch {
    return known;
  }
  if (!isObject(json) || json.version !== 1 || !isObject(json.files)) return known;
  for (const [id, one] of Object.entries(json.files)) {
    if (!isObject(one) || typeof one.path !== 'string' || typeof one.head !== 'string') continue;
    const { offset, modified, headBytes } = one;
    if (typeof offset !== 'number' || typeof modified !== 'number' || typeof headBytes !== 'number') continue;
    known.set(id, { path: one.path, lines: one.lines === true, offset, modified, head: one.head, headBytes });
  }
  return known;
}

/** The same as text. */
export function writeMemory(known: ReadonlyMap<string, Remembered>): string {
  return JSON.stringify({ version: 1, files: Object.fromEntries(known) });
}

/** Digest of the first bytes of a file, at most `most` of them. Throws what the system throws. */
export function headOf(path: string, most = headSize): { readonly head: string; readonly headBytes: number } {
  const bytes = Buffer.alloc(Math.min(most, headSize));
  const file = openSync(path, 'r');
  try {
    const headBytes = readSync(file, bytes, 0, bytes.length, 0);
    const head = createHash('sha256').update(bytes.subarray(0, headBytes)).digest('hex').slice(0, 32);
    return { head, headBytes };
  } finally {
    closeSync(file);
  }
}
