import type { Found } from '../found.ts';
import type { ReadLimits } from '../read-limits.ts';

/** What the fast reader says as it goes: records; or, at last, that the slow reader must go on after a record number. */
export type FastStep =
  | { readonly kind: 'found'; readonly found: readonly Found[] }
  | { readonly kind: 'slow'; readonly after: number };

/** Reads log files as CloudTrail delivers them. Throws what the system throws on opening and reading. */
export interface FastReader {
  readonly read: (path: string, limits: ReadLimits) => Iterable<FastStep> | AsyncIterable<FastStep>;
  /** The same for a file whose stored bytes are in memory. */
  readonly readStored: (stored: Buffer, limits: ReadLimits) => FastStep;
}
