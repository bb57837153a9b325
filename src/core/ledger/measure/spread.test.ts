import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spreadOf } from './spread.ts';

describe('how long things took', () => {
  test('R107: percentiles are measured values, by nearest rank', () => {
    expect(spreadOf([30, 10, 20])).toEqual({ n: 3, mean: 20, p50: 20, p95: 30, most: 30 });
    expect(spreadOf([7])).toEqual({ n: 1, mean: 7, p50: 7, p95: 7, most: 7 });
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect(spreadOf(hundred)).toEqual({ n: 100, mean: 50.5, p50: 50, p95: 95, most: 100 });
  });

  test('nothing is measured where there was nothing', () => {
    expect(spreadOf([])).toEqual({ n: 0, mean: null, p50: null, p95: null, most: null });
  });

  test('the order does not matter, and half (or 95 of 100) took at most as long as the percentile says', () => {
    const samples = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(samples, (all) => {
        const { mean, most, n, p50, p95 } = spreadOf(all);
        expect(spreadOf(all.toReversed())).toEqual({ mean, most, n, p50, p95 });
        for (const [part, value] of [
          [0.5, p50!],
          [0.95, p95!],
        ] as const) {
          expect(all.filter((each) => each <= value).length).toBeGreaterThanOrEqual(part * n);
          expect(all.filter((each) => each < value).length).toBeLessThan(part * n);
        }
        expect(most).toBe(Math.max(...all));
      }),
    );
  });
});
