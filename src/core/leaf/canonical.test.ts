import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDeeper, isObject, type Json, writeCanonical } from './canonical.ts';

const anyJson = fc.jsonValue() as fc.Arbitrary<Json>;

function turn(value: Json | undefined): Json {
  if (Array.isArray(value)) return value.map(turn);
  if (!isObject(value)) return value ?? null;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, held]) => [key, turn(held)]),
  );
}

describe('canonical JSON', () => {
  test('keys are sorted by UTF-16 units, without blanks (RFC 8785, 3.2.3)', () => {
    expect(
      writeCanonical({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }),
    ).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}');
  });

  test('numbers are as short as they can be (RFC 8785, 3.2.2.3)', () => {
    expect(writeCanonical([333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    );
  });

  test('members that are not there are not written', () => {
    expect(writeCanonical({ b: undefined, a: null })).toBe('{"a":null}');
  });

  test('the order of keys never matters', () => {
    fc.assert(fc.property(anyJson, (value) => void expect(writeCanonical(turn(value))).toBe(writeCanonical(value))));
  });

  test('what is written reads back as it was', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = writeCanonical(value);
        expect(writeCanonical(JSON.parse(text) as Json)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('different values are written differently', () => {
    fc.assert(
      fc.property(anyJson, anyJson, (one, other) => {
        const same = JSON.stringify(turn(one)) === JSON.stringify(turn(other));
        if (same) expect(writeCanonical(one)).toBe(writeCanonical(other));
        expect(writeCanonical([one, other]) === writeCanonical([other, one])).toBe(
          writeCanonical(one) === writeCanonical(other),
        );
      }),
    );
  });
});

describe('objects and depth', () => {
  test('an object is neither list, scalar, null nor nothing', () => {
    expect([{}, { a: 1 }].every(isObject)).toBe(true);
    expect([[], null, undefined, 'x', 0, true].some(isObject)).toBe(false);
  });

  test('brackets are counted by their nesting, and looked into no deeper than asked', () => {
    const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as Json;
    expect([isDeeper(1, 0), isDeeper([], 0), isDeeper({ a: [1] }, 2), isDeeper({ a: [[]] }, 2)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    for (const levels of [1, 7, 256]) {
      expect(isDeeper(nested(levels), levels)).toBe(false);
      expect(isDeeper(nested(levels), levels - 1)).toBe(true);
      expect(isDeeper(nested(100_000), levels)).toBe(true);
    }
  });
});
