import type { FastReader } from './fast/fast-reader.ts';
import type { Found } from './found.ts';
import type { ReadLimits } from './read-limits.ts';
import { readSlowly } from './read-slowly.ts';

/** Reads a file whose bytes, as stored, are in memory: the same records with the same numbers as from disk. Never throws. */
export async function* readStored(
  stored: Buffer,
  limits: ReadLimits,
  fast: FastReader | null,
): AsyncGenerator<readonly Found[]> {
  const step = fast?.readStored(stored, limits) ?? { kind: 'slow', after: 0 };
  if (step.kind === 'found') return yield step.found;
  const again = async function* (): AsyncGenerator<Uint8Array> {
    // Whoever receives a chunk may keep it, or give its memory back.
    for (let at = 0; at < stored.length; at += pieceSize) yield Buffer.from(stored.subarray(at, at + pieceSize));
  };
  yield* readSlowly(again, limits, step.after);
}

const pieceSize = 64 * 1024;
