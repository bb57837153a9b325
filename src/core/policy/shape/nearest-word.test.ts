import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editsBetween, nearestWords } from './nearest-word.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 8 });

describe('edits between words', () => {
  test.each([
    ['', 'abc', 3],
    ['when', 'when', 0],
    ['when', 'wehn', 1],
    ['when', 'wen', 1],
    ['when', 'wheen', 1],
    ['when', 'whan', 1],
    ['ca', 'abc', 2],
    ['drift', 'dfrt', 2],
    ['filter', 'when', 5],
  ])('%j and %j are %i apart', (one, other, edits) => {
    expect(editsBetween(one, other)).toBe(edits);
  });

  test('are a distance: none for the same word only, the same both ways, never shorter by a detour', () => {
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editsBetween(a, b) === 0).toBe(a === b);
        expect(editsBetween(a, b)).toBe(editsBetween(b, a));
        expect(editsBetween(a, c)).toBeLessThanOrEqual(editsBetween(a, b) + editsBetween(b, c));
      }),
    );
  });

  test('one swap, one letter more or one less is one edit', () => {
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('a', 'x'), (a, n, letter) => {
        const at = n % (a.length + 1);
        expect(editsBetween(a, a.slice(0, at) + letter + a.slice(at))).toBe(1);
        const [one = '', two = ''] = a.slice(at, at + 2);
        const swapped = a.slice(0, at) + two + one + a.slice(at + 2);
        expect(editsBetween(a, swapped)).toBe(swapped === a ? 0 : 1);
      }),
    );
  });
});

describe('the nearest words', () => {
  test('come nearest first, at most three, and in any case', () => {
    expect(nearestWords('HGIH', ['none', 'low', 'medium', 'high', 'critical'])).toEqual(['high']);
    expect(nearestWords('ab', ['ac', 'ad', 'ae', 'af', 'ab1'])).toEqual(['ab1', 'ac', 'ad']);
  });

  test('are none where nothing is like it, and for what is longer than any name', () => {
    expect(nearestWords('zzzzz', ['when', 'where'])).toEqual([]);
    expect(nearestWords('a'.repeat(100_000), ['a'.repeat(100_001)])).toEqual([]);
  });
});
