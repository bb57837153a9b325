import type { Instant } from '../../leaf/instant.ts';

/** Reads of a group since the last write of ours to it. Times are of the worker's clock. */
export interface Reads {
  /** When the last write was answered; where there was none, when verifying began. */
  readonly since: Instant;
  /** How many there were, with this one. */
  readonly count: number;
  /** When the read before this one ended, if it was good. */
  readonly goodAt: Instant | null;
  /** This one. `good`: it showed all that was meant to hold. */
  readonly read: { readonly started: Instant; readonly ended: Instant; readonly good: boolean };
}

/** What reads prove. `again`: read again then; `goodAt` is to be kept for it. */
export type ReadsVerdict =
  | { readonly kind: 'verified'; readonly at: Instant }
  | { readonly kind: 'again'; readonly due: Instant; readonly goodAt: Instant | null }
  | { readonly kind: 'unmet' };

/**
 * Two good reads in a row prove an action, the first begun after the last write, the second at least `apart` after the
 * end of the first: two reads close together may be answered by the same stale replica (EC2 API, "Eventual
 * consistency"). `reads`: when to read, in milliseconds after the last write.
 */
export function readsVerdict(
  { since, count, goodAt, read }: Reads,
  { reads, apart }: { readonly reads: readonly number[]; readonly apart: number },
): ReadsVerdict {
  const isGood = read.good && read.started >= since;
  const firstGood = isGood ? (goodAt ?? read.ended) : null;
  if (isGood && goodAt !== null && read.started - goodAt >= apart) return { kind: 'verified', at: read.ended };
  const next = reads[count];
  if (next === undefined && !isGood) return { kind: 'unmet' };
  const planned = next === undefined ? read.ended : since + next;
  const due = Math.max(planned, read.ended, firstGood === null ? 0 : firstGood + apart);
  return { kind: 'again', due, goodAt: firstGood };
}
