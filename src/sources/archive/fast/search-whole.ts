import type { Json } from '../../../core/leaf/canonical.ts';
import type { Found } from '../found.ts';
import { readUnit } from '../json/read-unit.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { hasLogTail, isLogTail, readLogHead } from './log-head.ts';
import { keepWanted, type Wanted } from './wanted-hits.ts';

/**
 * Finds the wanted records of a log file that lies in the kernel's memory, `size` bytes from its base, with zeros behind. `null` when it
 * is not laid out as CloudTrail delivers it, or anything is in doubt.
 */
export function searchWhole(kernel: Kernel, bytes: Buffer, size: number, wanted: Wanted): readonly Found[] | null {
  const end = kernel.base + size;
  const from = readLogHead(bytes, kernel.base, end);
  if (from === null || !hasLogTail(bytes, kernel.base, end)) return null;
  const count = kernel.scan(from, end, end);
  if (count < 0) return null;
  const kept = keepWanted(kernel, bytes, count, end, wanted);
  if (kept === 0) return [];
  kernel.begin(from);
  const spans = kernel.walk(end, kept, true);
  if (kernel.status() === 'odd' || kernel.hitsUsed() < kept) return null;
  if (kernel.status() === 'closed' && !isLogTail(bytes, kernel.end(), end)) return null;
  return readSpans(kernel, bytes, spans, wanted);
}

/** Parses the records in the first `count` spans; `null` when one of them is no JSON. */
export function readSpans(kernel: Kernel, bytes: Buffer, count: number, wanted: Wanted): readonly Found[] | null {
  const spans = kernel.spans();
  const found: Found[] = [];
  for (let index = 0; index < count; index++) {
    const text = bytes.toString('utf8', spans[index * 3]!, spans[index * 3 + 1]!);
    const json = parse(text);
    if (json === undefined) return null;
    found.push(...readUnit(json, text, { number: spans[index * 3 + 2]!, from: 's3' }, wanted.calls));
  }
  return found;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
