/** How long something took, over `n` of it: milliseconds, `null` where there was nothing to measure. */
export interface Spread {
  readonly n: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly most: number | null;
}

/** The spread of any samples. Percentiles are samples themselves: the smallest that so many of a hundred do not exceed (nearest rank). */
export function spreadOf(samples: readonly number[]): Spread {
  const n = samples.length;
  if (n === 0) return { n, mean: null, p50: null, p95: null, most: null };
  const sorted = Float64Array.from(samples).sort();
  const rank = (percent: number): number => sorted[Math.ceil((percent * n) / 100) - 1]!;
  return {
    n,
    mean: sorted.reduce((sum, each) => sum + each, 0) / n,
    p50: rank(50),
    p95: rank(95),
    most: sorted.at(-1)!,
  };
}
