import { describe, expect, it } from 'vitest';
import { readRate, readSpan, saySpan } from './span.ts';

describe('spans and rates', () => {
  it('are read in milliseconds', () => {
    expect(['90s', '10m', '24h', '30d'].map(readSpan)).toEqual([90_000, 600_000, 86_400_000, 2_592_000_000]);
    expect(['', '0m', '1w', '1.5h', '-1h', '10 m', '1e3s'].map(readSpan)).toEqual(Array(7).fill(null));
    expect(readRate('20/1h')).toEqual({ count: 20, per: 3_600_000 });
    expect(['20', '20/', '/1h', '-1/1h', '20/1x'].map(readRate)).toEqual(Array(5).fill(null));
  });

  it('are said in the largest unit that fits', () => {
    expect([90_000, 600_000, 86_400_000, 3_600_000, 5_400_000].map(saySpan)).toEqual([
      ...['90 seconds', '10 minutes', '1 day', '1 hour', '90 minutes'],
    ]);
  });
});
