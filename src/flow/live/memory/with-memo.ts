import type { LiveParts } from '../live-parts.ts';
import { rememberingStore } from './remembering-store.ts';
import { openRowMemo } from './row-memo.ts';
import { openSpillMemo } from './spill-memo.ts';

/** Characters of rows, and pieces of evidence, that a worker remembers if it is not told otherwise. */
const usual = { characters: 32_000_000, pieces: 4_000 };

/**
 * The parts of a worker that remembers rows it has read and judgements it has made, as long as it lives: what it decides
 * is the same without. Each worker has its own.
 */
export function withMemo(parts: LiveParts, { characters, pieces } = usual): LiveParts {
  return {
    ...parts,
    store: rememberingStore(parts.store, openRowMemo(characters)),
    memo: openSpillMemo(pieces),
  };
}
