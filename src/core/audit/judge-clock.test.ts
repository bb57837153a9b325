import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeClock } from './judge-clock.ts';

const seconds = (behind: number, took = 100) => judgeClock({ behind: behind * 1000, took });

describe('this machine’s clock', () => {
  it('agrees within what one answer can tell, and is told when it does not', () => {
    expect(seconds(0).health).toBe('well');
    expect(seconds(-5).health).toBe('well');
    expect(seconds(30)).toMatchObject({ health: 'unclear', found: expect.stringContaining('30 s behind') });
    expect(seconds(-600)).toMatchObject({ health: 'ill', found: expect.stringContaining('600 s ahead') });
  });

  it('a slow answer excuses as much as it may have taken on its way', () => {
    expect(seconds(20, 60_000).health).toBe('well');
  });

  it('is the worse the further off it is, on either side', () => {
    const rank = ['well', 'unclear', 'ill'];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3600 }), fc.integer({ min: 0, max: 3600 }), (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(rank.indexOf(seconds(less).health)).toBeLessThanOrEqual(rank.indexOf(seconds(-more).health));
      }),
    );
  });
});
