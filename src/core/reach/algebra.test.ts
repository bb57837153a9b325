import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  anyReach,
  anySample,
  anyTuples,
  both,
  either,
  modelOf,
  modelOfReach,
  without,
} from '../../../test/oracle/universe.ts';
import { covers, equals, intersect, isEmpty, meets, minus, union, unionOf } from './algebra.ts';
import { everything, nothing, type Reach, reachOf } from './reach.ts';

const runs = { numRuns: 300 };
const complement = (reach: Reach) => minus(everything, reach);

function law(...reaches: number[]) {
  return (says: (...given: Reach[]) => void) =>
    fc.assert(
      fc.property(fc.tuple(...reaches.map(() => anyReach)), (given) => says(...(given as Reach[]))),
      runs,
    );
}
const one = law(1);
const two = law(1, 1);
const three = law(1, 1, 1);

test('R9: union, minus and intersect agree with trying every address, port, direction and symbol', () => {
  fc.assert(
    fc.property(anySample, anySample, (a, b) => {
      expect(modelOfReach(a.reach)).toEqual(a.model);
      expect(modelOfReach(union(a.reach, b.reach))).toEqual(either(a.model, b.model));
      expect(modelOfReach(minus(a.reach, b.reach))).toEqual(without(a.model, b.model));
      expect(modelOfReach(intersect(a.reach, b.reach))).toEqual(both(a.model, b.model));
    }),
    runs,
  );
});

test('R9: covers, meets, equals and isEmpty agree with trying every address, port, direction and symbol', () => {
  fc.assert(
    fc.property(anyTuples, anyTuples, (a, b) => {
      const [p, q] = [reachOf(a), reachOf(b)];
      const [m, n] = [modelOf(a), modelOf(b)];
      expect(covers(p, q)).toBe(without(n, m).size === 0);
      expect(covers(p, intersect(p, q))).toBe(true);
      expect(meets(p, q)).toBe(both(m, n).size > 0);
      expect(equals(p, q)).toBe(without(m, n).size + without(n, m).size === 0);
      expect(isEmpty(p)).toBe(m.size === 0);
    }),
    runs,
  );
});

test('union and intersect do not care for order or grouping, and twice is once', () => {
  three((a, b, c) => {
    expect(union(a!, b!)).toEqual(union(b!, a!));
    expect(union(union(a!, b!), c!)).toEqual(union(a!, union(b!, c!)));
    expect(intersect(a!, b!)).toEqual(intersect(b!, a!));
    expect(intersect(intersect(a!, b!), c!)).toEqual(intersect(a!, intersect(b!, c!)));
    expect(union(a!, a!)).toEqual(a);
    expect(intersect(a!, a!)).toEqual(a);
    expect(unionOf([a!, b!, c!])).toEqual(union(a!, union(b!, c!)));
  });
});

test('each of union and intersect distributes over the other and absorbs it', () => {
  three((a, b, c) => {
    expect(intersect(a!, union(b!, c!))).toEqual(union(intersect(a!, b!), intersect(a!, c!)));
    expect(union(a!, intersect(b!, c!))).toEqual(intersect(union(a!, b!), union(a!, c!)));
    expect(union(a!, intersect(a!, b!))).toEqual(a);
    expect(intersect(a!, union(a!, b!))).toEqual(a);
  });
});

test('what is left after minus meets nothing of what was taken, and with the common part gives the whole again', () => {
  two((a, b) => {
    const left = minus(a!, b!);
    expect(meets(left, b!)).toBe(false);
    expect(intersect(left, b!)).toEqual(nothing);
    expect(union(left, intersect(a!, b!))).toEqual(a);
    expect(covers(a!, left)).toBe(true);
    expect(equals(union(left, b!), union(a!, b!))).toBe(true);
  });
});

test('complements obey De Morgan and come back', () => {
  two((a, b) => {
    expect(complement(union(a!, b!))).toEqual(intersect(complement(a!), complement(b!)));
    expect(complement(intersect(a!, b!))).toEqual(union(complement(a!), complement(b!)));
    expect(complement(complement(a!))).toEqual(a);
    expect(minus(a!, b!)).toEqual(intersect(a!, complement(b!)));
  });
});

test('nothing and everything are the ends of the order', () => {
  one((a) => {
    expect(union(a!, nothing)).toEqual(a);
    expect(intersect(a!, nothing)).toEqual(nothing);
    expect(union(a!, everything)).toEqual(everything);
    expect(intersect(a!, everything)).toEqual(a);
    expect(minus(a!, everything)).toEqual(nothing);
    expect(minus(a!, nothing)).toEqual(a);
    expect(covers(everything, a!) && covers(a!, nothing)).toBe(true);
  });
});

test('minus hands on the very reach that the other does not meet', () => {
  two((a, b) => {
    const left = minus(a!, b!);
    expect(minus(left, b!)).toEqual(left);
  });
  const reach = reachOf([]);
  expect(minus(reach, everything)).toBe(reach);
});
