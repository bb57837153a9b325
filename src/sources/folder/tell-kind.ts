import { closeSync, openSync, readSync } from 'node:fs';
import { isGzip } from '../archive/bytes/content-chunks.ts';

const looked = 1024 * 1024;

/** How a file is written: line by line, so that it can grow; as a whole; or nobody can tell yet, for its first line has no end. */
export function tellKind(path: string): 'lines' | 'whole' | 'unknown' {
  const head = Buffer.alloc(looked);
  const file = openSync(path, 'r');
  let length = 0;
  try {
    length = readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  const bytes = head.subarray(0, length);
  if (isGzip(bytes) || (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return 'whole';
  const text = bytes.toString('utf8').replace(/^\ufeff?\s*/, '');
  const end = text.indexOf('\n');
  if (end < 0) return length === looked ? 'whole' : 'unknown';
  try {
    JSON.parse(text.slice(0, end));
    return 'lines';
  } catch {
    return 'whole';
  }
}
