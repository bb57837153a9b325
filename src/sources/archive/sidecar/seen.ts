import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Seen } from './sidecar.ts';

/** A file that was changed later than this before it is looked at may change again within the same time stamp. */
const settledAfter = 2_000n * 1_000_000n;

/** Looks at a file as it is now; `null` for what cannot be remembered (standard input, no file, changed a moment ago). */
export function lookAt(file: string): Seen | null {
  if (file === '-') return null;
  try {
    const stats = statSync(file, { bigint: true });
    const isSettled = BigInt(Date.now()) * 1_000_000n - stats.mtimeNs > settledAfter;
    return stats.isFile() && isSettled
      ? { path: resolve(file), size: Number(stats.size), modified: String(stats.mtimeNs) }
      : null;
  } catch {
    return null;
  }
}
