import { describeFailure } from './bytes/damage.ts';
import { rawChunks } from './bytes/raw-chunks.ts';
import type { FastReader } from './fast/fast-reader.ts';
import type { Found } from './found.ts';
import type { ReadLimits } from './read-limits.ts';
import { readSlowly } from './read-slowly.ts';

/**
 * Reads one file: quickly where it is laid out as CloudTrail delivers it, else slowly; both tell the same records with the same
 * numbers. When the fast reader meets what it does not understand, the slow one goes on after the last record told. Never throws.
 */
export async function* readFile(
  path: string,
  limits: ReadLimits,
  fast: FastReader | null,
): AsyncGenerator<readonly Found[]> {
  if (path === '-') return yield* readSlowly(onlyOnce(process.stdin), limits);
  let after: number | null = null;
  if (fast !== null) {
    try {
      for await (const step of fast.read(path, limits)) {
        if (step.kind === 'found') yield step.found;
        else after = step.after;
      }
    } catch (error) {
      return yield [{ kind: 'unreadable', number: null, reason: describeFailure(error), eventId: null }];
    }
    if (after === null) return;
  }
  yield* readSlowly(() => rawChunks(path), limits, after ?? 0);
}

/** Standard input has one reading; a second one, to come nearer to a damage, finds nothing. */
function onlyOnce(stream: AsyncIterable<Uint8Array>): () => AsyncIterable<Uint8Array> {
  let used = false;
  return async function* () {
    if (used) return;
    used = true;
    yield* stream;
  };
}
