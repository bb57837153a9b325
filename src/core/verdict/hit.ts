import type { Reach } from '../reach/reach.ts';
import type { Answer, FactKind } from './answer.ts';
import type { Unknown } from './verdict.ts';

/**
 * That what a check asks came true, at least as far as is known: `sure` = a breach unless something permits it, else it
 * may be nothing. `reach`: the part that it objects to; empty where that is not about reach, or nobody tells it.
 */
export interface Hit {
  readonly sure: boolean;
  readonly reach: Reach;
  /** What did it was open only in between. */
  readonly over: boolean;
  readonly unknowns: readonly Unknown[];
  readonly uses: readonly FactKind[];
}

/** The answers to a check's question about one part: the hits, and what could have been one if more were known. */
export interface Hits {
  readonly hits: readonly Hit[];
  readonly notes: readonly Unknown[];
}

/** No hit, known by sight. */
export const notFound: Hits = { hits: [], notes: [] };

/** The hit of a question that is not about reach, if it is one. */
export function hitOf(one: Answer, reach: Reach): Hits {
  if (one.is === 'no') return notFound;
  const { unknowns, uses } = one;
  return { hits: [{ sure: one.is === 'yes', reach, over: false, unknowns, uses }], notes: [] };
}
