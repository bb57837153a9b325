import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyReach, anyTuples, rule } from '../../../test/oracle/universe.ts';
import { covers, intersect, minus, union } from './algebra.ts';
import {
  type Bounds,
  effectOf,
  exactly,
  isExact,
  isUnbounded,
  noEffect,
  settle,
  unionBounds,
  unknown,
} from './bounds.ts';
import { nothing, type Reach, reachOf } from './reach.ts';

const runs = { numRuns: 300 };

/** A true reach, and bounds that hold it. */
const known = fc.tuple(anyReach, anyReach, anyReach).map(([truth, less, more]) => ({
  truth,
  bounds: { certain: minus(truth, less), possible: union(truth, more) } satisfies Bounds,
}));

test('the true gain and loss always lie between the lower and the upper bound', () => {
  fc.assert(
    fc.property(known, anyTuples, anyTuples, anyReach, anyReach, ({ truth, bounds }, add, remove, less, more) => {
      const [added, removed] = [reachOf(add), reachOf(remove)];
      const truthAfter = union(minus(truth, removed), added);
      const after = { certain: minus(truthAfter, less), possible: union(truthAfter, more) };
      const { gained, lost } = effectOf({ added, removed, before: bounds, after });
      const trueGain = minus(added, truth);
      const trueLoss = minus(removed, truthAfter);
      expect(covers(trueGain, gained.atLeast) && covers(gained.atMost, trueGain)).toBe(true);
      expect(covers(trueLoss, lost.atLeast) && covers(lost.atMost, trueLoss)).toBe(true);
    }),
    runs,
  );
});

test('where all is known both bounds are the exact difference of after and before', () => {
  fc.assert(
    fc.property(anyTuples, anyTuples, (before, add) => {
      const was = reachOf(before);
      const now = reachOf([...before, ...add]);
      const effect = effectOf({ added: reachOf(add), removed: nothing, before: exactly(was), after: exactly(now) });
      expect(effect.gained).toEqual({ atLeast: minus(now, was), atMost: minus(now, was) });
      expect(isExact(effect)).toBe(true);
    }),
    runs,
  );
});

test('where nothing is known of before, all that was added may be news and none of it is certain', () => {
  const added = reachOf([rule('tcp', 22, '0.0.0.0/0')]);
  const { gained, lost } = effectOf({ added, removed: nothing, before: unknown, after: unknown });
  expect(gained).toEqual({ atLeast: nothing, atMost: added });
  expect(lost.atMost).toEqual(nothing);
});

test('rules that went untold are said, not invented', () => {
  const effect = effectOf({ added: nothing, removed: nothing, before: unknown, after: unknown, removedUnknown: true });
  expect(effect).toEqual({ ...noEffect, lost: { ...noEffect.lost, unknown: true } });
  expect(isExact(effect)).toBe(false);
  expect(isExact(noEffect)).toBe(true);
});

test('bounds are unbounded only where anything is possible', () => {
  expect(isUnbounded(unknown)).toBe(true);
  expect(isUnbounded(unionBounds(unknown, exactly(nothing)))).toBe(true);
  expect(isUnbounded(exactly(reachOf([rule('-1', null, '0.0.0.0/0')])))).toBe(false);
});

test('bounds of several groups hold the union of what they hold', () => {
  fc.assert(
    fc.property(known, known, (a, b) => {
      const both = unionBounds(a.bounds, b.bounds);
      const truth = union(a.truth, b.truth);
      expect(covers(truth, both.certain) && covers(both.possible, truth)).toBe(true);
    }),
    runs,
  );
});

describe('a group or list lies inside the addresses', () => {
  const open = [rule('tcp', '0-1000', '0.0.0.0/0'), rule('tcp', '0-1000', '::/0')];
  const added = reachOf([rule('tcp', 22, 'sg-a'), rule('tcp', 2000, 'sg-a'), rule('tcp', 22, 'pl-a')]);

  test('so naming one gains nothing where all of IPv4 and all of IPv6 already came in', () => {
    const { gained, alreadyOpen } = settle(added, reachOf(open));
    expect(gained).toEqual(reachOf([rule('tcp', 2000, 'sg-a')]));
    expect(alreadyOpen).toEqual(reachOf([rule('tcp', 22, 'sg-a'), rule('tcp', 22, 'pl-a')]));
  });

  test('but gains something where only one family was open, or only the other direction', () => {
    expect(settle(added, reachOf([open[0]!])).gained).toEqual(added);
    expect(settle(added, reachOf(open.map((one) => ({ ...one, direction: 'egress' as const })))).gained).toEqual(added);
  });

  test('settling drops symbols only, and what it drops and keeps make the whole', () => {
    fc.assert(
      fc.property(anyReach, anyReach, (gained: Reach, before: Reach) => {
        const wide = union(before, reachOf(open.map((one) => ({ ...one, ports: [22, 25] as const }))));
        const told = settle(gained, wide);
        expect(union(told.gained, told.alreadyOpen)).toEqual(gained);
        expect(intersect(told.gained, told.alreadyOpen)).toEqual(nothing);
        for (const slab of told.alreadyOpen.ingress) expect(slab.peers.v4.length + slab.peers.v6.length).toBe(0);
      }),
      runs,
    );
  });
});
