/** How long things took, as a histogram of Prometheus holds it. */
export interface SpanCounts {
  /** Of each bound, how many took at most so long; all of them, and their sum. Seconds. */
  readonly counts: readonly number[];
  readonly count: number;
  readonly sum: number;
}

/** Bounds in seconds: from what a stream brings to a week. */
export const spanBounds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 14_400, 86_400, 604_800] as const;

/** Nothing was measured. */
export const noSpans: SpanCounts = { counts: spanBounds.map(() => 0), count: 0, sum: 0 };

/** One more, in milliseconds; a time that a clock makes negative counts as none. */
export function addSpan({ count, counts, sum }: SpanCounts, millis: number): SpanCounts {
  const seconds = Math.max(0, millis) / 1000;
  return {
    counts: counts.map((each, at) => each + (seconds <= spanBounds[at]! ? 1 : 0)),
    count: count + 1,
    sum: sum + seconds,
  };
}
