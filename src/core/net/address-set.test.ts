import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AddressSet,
  addressOf,
  everyIpv4,
  everyIpv6,
  intersectSets,
  minusSets,
  noAddresses,
  rangeSet,
  setCovers,
  setsEqual,
  setsMeet,
  sizeOfSet,
  unionOfSets,
  unionSets,
  type Width,
} from './address-set.ts';

const width = fc.constantFrom<Width>(1, 4);
// Ends beside the word boundaries, where a carry must run through all words.
const corners = [
  0n,
  1n,
  2n ** 32n - 2n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 64n - 1n,
  2n ** 64n,
  2n ** 96n,
  2n ** 128n - 1n,
];
const end = (w: Width) =>
  fc.oneof(fc.constantFrom(...corners), fc.bigInt(0n, 40n)).map((value) => (w === 1 ? value % 2n ** 32n : value));
const range = (w: Width) => fc.tuple(end(w), end(w)).map(([a, b]): [bigint, bigint] => (a <= b ? [a, b] : [b, a]));
const twoSets = width.chain((w) =>
  fc.tuple(fc.constant(w), fc.array(range(w), { maxLength: 6 }), fc.array(range(w), { maxLength: 6 })),
);
const make = (ranges: readonly [bigint, bigint][], w: Width) =>
  unionOfSets(
    ranges.map(([a, b]) => rangeSet(a, b, w)),
    w,
  );
const holds = (set: AddressSet, value: bigint, w: Width) => setsMeet(set, rangeSet(value, value, w), w);
const inside = (ranges: readonly [bigint, bigint][], value: bigint) =>
  ranges.some(([a, b]) => a <= value && value <= b);

test('R9: sets of both families agree with big integers at every end and beside it', () => {
  fc.assert(
    fc.property(twoSets, ([w, a, b]) => {
      const [p, q] = [make(a, w), make(b, w)];
      const max = 2n ** BigInt(32 * w) - 1n;
      const tries = [...a, ...b].flat().flatMap((value) => [value - 1n, value, value + 1n]);
      for (const value of tries.filter((one) => one >= 0n && one <= max)) {
        const [inA, inB] = [inside(a, value), inside(b, value)];
        expect(holds(p, value, w)).toBe(inA);
        expect(holds(unionSets(p, q, w), value, w)).toBe(inA || inB);
        expect(holds(minusSets(p, q, w), value, w)).toBe(inA && !inB);
        expect(holds(intersectSets(p, q, w), value, w)).toBe(inA && inB);
      }
    }),
    { numRuns: 500 },
  );
});

test('a set has one form: sorted, disjoint, touching ranges merged', () => {
  fc.assert(
    fc.property(twoSets, ([w, a, b]) => {
      const results = [unionSets, minusSets, intersectSets].map((op) => op(make(a, w), make(b, w), w));
      for (const set of results) {
        for (let i = 0; i < set.length; i += 2 * w) {
          expect(addressOf(set, i, w) <= addressOf(set, i + w, w)).toBe(true);
          if (i > 0) expect(addressOf(set, i - w, w) + 1n < addressOf(set, i, w)).toBe(true);
        }
      }
      expect(make(a.toReversed(), w)).toEqual(make(a, w));
    }),
    { numRuns: 500 },
  );
});

test('sizes add up, and covers, meets and equals agree with them', () => {
  fc.assert(
    fc.property(twoSets, ([w, a, b]) => {
      const [p, q] = [make(a, w), make(b, w)];
      const both = sizeOfSet(intersectSets(p, q, w), w);
      expect(sizeOfSet(unionSets(p, q, w), w)).toBe(sizeOfSet(p, w) + sizeOfSet(q, w) - both);
      expect(sizeOfSet(minusSets(p, q, w), w)).toBe(sizeOfSet(p, w) - both);
      expect(setsMeet(p, q, w)).toBe(both > 0n);
      expect(setCovers(p, q, w)).toBe(both === sizeOfSet(q, w));
      expect(setsEqual(p, q)).toBe(setCovers(p, q, w) && setCovers(q, p, w));
    }),
    { numRuns: 500 },
  );
});

test('minus answers the very set it was given where nothing is taken', () => {
  const a = rangeSet(10n, 20n, 1);
  expect(minusSets(a, rangeSet(21n, 30n, 1), 1)).toBe(a);
  expect(minusSets(a, noAddresses, 1)).toBe(a);
  expect(minusSets(a, everyIpv4, 1)).toBe(noAddresses);
});

test('the whole of a family holds 2^32 and 2^128 addresses', () => {
  expect(sizeOfSet(everyIpv4, 1)).toBe(2n ** 32n);
  expect(sizeOfSet(everyIpv6, 4)).toBe(2n ** 128n);
});
