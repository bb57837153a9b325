import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyReach, rule } from '../../../test/oracle/universe.ts';
import type { Tuple } from '../group/rule.ts';
import { union } from './algebra.ts';
import { exposureRank } from './exposure.ts';
import { everything, nothing, reachOf } from './reach.ts';

const rank = (...rules: Tuple[]) => exposureRank(reachOf(rules));

const wideRule = fc
  .tuple(
    fc.constantFrom<Parameters<typeof rule>>(
      ['tcp', 22, ''],
      ['tcp', 443, ''],
      ['tcp', '0-65535', ''],
      ['-1', null, ''],
    ),
    fc.constantFrom('0.0.0.0/0', '0.0.0.0/1', '11.0.0.0/8', '10.0.0.0/8', '2000::/3', '64:ff9b::/96', 'sg-a', 'pl-a'),
    fc.constantFrom('ingress' as const, 'egress' as const),
  )
  .map(([[protocol, ports], peer, direction]) => rule(protocol, ports, peer, direction));
const wideReach = fc.oneof(
  fc.array(wideRule, { maxLength: 4 }).map((rules) => reachOf(rules)),
  anyReach,
);

test('the rank never falls when a reach grows', () => {
  fc.assert(
    fc.property(wideReach, wideReach, (a, b) => {
      const both = exposureRank(union(a, b));
      expect(both).toBeGreaterThanOrEqual(Math.max(exposureRank(a), exposureRank(b)) - 1e-9);
    }),
    { numRuns: 1000 },
  );
});

test('the rank lies between nothing, 0, and everything, 100', () => {
  expect(exposureRank(nothing)).toBe(0);
  expect(exposureRank(everything)).toBeGreaterThan(99);
  expect(exposureRank(everything)).toBeLessThanOrEqual(100);
});

test('R28: every protocol and port from the whole Internet ranks above all else', () => {
  const order = [
    rank(rule('-1', null, '0.0.0.0/0'), rule('-1', null, '::/0')),
    rank(rule('tcp', '0-65535', '0.0.0.0/0')),
    rank(rule('tcp', 22, '0.0.0.0/0')),
    rank(rule('tcp', 22, '11.0.0.0/8')),
    rank(rule('tcp', 443, '0.0.0.0/0')),
    rank(rule('tcp', 443, '11.0.0.0/32')),
    rank(rule('tcp', 22, '10.0.0.0/8')),
    rank(rule('tcp', 22, 'sg-a')),
    rank(),
  ];
  expect(order).toEqual(order.toSorted((a, b) => b - a));
  expect(new Set(order).size).toBe(order.length);
});

test('R21: egress to the whole Internet ranks above private ingress', () => {
  expect(rank(rule('-1', null, '0.0.0.0/0', 'egress'))).toBeGreaterThan(rank(rule('-1', null, '10.0.0.0/8')));
});
