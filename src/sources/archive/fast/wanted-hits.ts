import type { Kernel } from '../kernel/kernel.ts';

/** Names that make a record worth parsing: the wanted calls, and S3's `ObjectCreated:Put`, by which a notification gives itself away. */
export interface Wanted {
  readonly calls: ReadonlySet<string>;
  readonly longest: number;
}

const notification = 'ObjectCreated:';

/** Prepares the kernel and the comparison for these calls. */
export function startWanted(kernel: Kernel, calls: ReadonlySet<string>): Wanted {
  kernel.setStarts([...calls, notification]);
  return { calls, longest: Math.max(64, ...[...calls].map((call) => call.length)) };
}

/**
 * Keeps of the kernel's first `count` hits, in place, those whose value may be a wanted name; returns how many. A value that is cut
 * off, no text, or holds a backslash (an escape may hide digits) is kept: to parse too much is harmless.
 */
export function keepWanted(kernel: Kernel, bytes: Buffer, count: number, end: number, wanted: Wanted): number {
  const hits = kernel.hits();
  let kept = 0;
  for (let index = 0; index < count; index++) {
    const hit = hits[index]!;
    if (hit < 0 || isWanted(bytes, hit, end, wanted)) hits[kept++] = hit;
  }
  return kept;
}

function isWanted(bytes: Buffer, from: number, end: number, wanted: Wanted): boolean {
  const stop = Math.min(end, from + wanted.longest + 1);
  let at = from;
  while (at < stop && bytes[at] !== 0x22) if (bytes[at++] === 0x5c) return true;
  if (at >= stop) return stop === end || bytes.toString('latin1', from, from + notification.length) === notification;
  const name = bytes.toString('latin1', from, at);
  return wanted.calls.has(name) || name.startsWith(notification);
}
