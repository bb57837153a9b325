import { describe, expect, it } from 'vitest';
import { systemChance } from '../../../src/apps/live/system-chance.ts';
import { systemClock } from '../../../src/apps/live/system-clock.ts';
import { virtualClock } from '../../../src/apps/live/virtual-clock.ts';
import { seededChance } from '../../../src/aws/model/live/seeded-chance.ts';
import { start } from '../../builders/any-history.ts';
import { clockContract } from './clock-contract.ts';

clockContract('the machine’s clock', () => systemClock);
clockContract('a clock that stands still until somebody moves it', () => virtualClock(start));

describe.each([
  ['the machine’s luck', systemChance],
  ['luck from a seed', { next: seededChance(1) }],
])('%s', (_, chance) => {
  it('is from 0 up to 1, and takes no part of it more often than another', () => {
    const draws = Array.from({ length: 10_000 }, () => chance.next());
    expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
    const tenths = Array.from({ length: 10 }, (_, n) => draws.filter((draw) => Math.floor(draw * 10) === n).length);
    expect(Math.min(...tenths)).toBeGreaterThan(800);
    expect(Math.max(...tenths)).toBeLessThan(1200);
  });
});

describe('luck from a seed', () => {
  it('is the same for the same seed, and another for another', () => {
    const draws = (seed: number) => Array.from({ length: 20 }, seededChance(seed));
    expect(draws(3)).toEqual(draws(3));
    expect(draws(3)).not.toEqual(draws(4));
  });
});
