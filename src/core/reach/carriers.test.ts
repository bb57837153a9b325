import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyTuples, rule } from '../../../test/oracle/universe.ts';
import { servicesOf } from '../net/services.ts';
import { covers, equals, meets, minus, union } from './algebra.ts';
import { carriersOf, collateralOf, isLatent } from './carriers.ts';
import { boxOf, places } from './places.ts';
import { nothing, reachOf } from './reach.ts';

const ssh = boxOf('ingress', places.internet, servicesOf('tcp', [22, 22]));

test('carriers are the added rules that meet the box, and no others', () => {
  const https = rule('tcp', 443, '0.0.0.0/0');
  const wide = rule('tcp', '20-30', '0.0.0.0/1');
  const inside = rule('tcp', 22, '10.0.0.0/8');
  expect(carriersOf([https, wide, inside], ssh)).toEqual([wide]);
});

test('without all carriers the box is no longer met, and with any one of them it is', () => {
  fc.assert(
    fc.property(anyTuples, anyTuples, (rules, asked) => {
      const box = reachOf(asked);
      const carriers = carriersOf(rules, box);
      const others = rules.filter((one) => !carriers.includes(one));
      expect(meets(reachOf(others), box)).toBe(false);
      for (const carrier of carriers) expect(meets(reachOf([carrier]), box)).toBe(true);
    }),
  );
});

test('collateral is what would close beside the box and no other rule permits', () => {
  const carriers = [rule('tcp', '20-30', '0.0.0.0/0')];
  const others = [rule('tcp', 25, '0.0.0.0/0')];
  const collateral = collateralOf(carriers, others, ssh);
  expect(meets(collateral, reachOf([rule('tcp', 25, '0.0.0.0/0')]))).toBe(false);
  expect(covers(collateral, reachOf([rule('tcp', 30, '0.0.0.0/0')]))).toBe(true);
  expect(meets(collateral, ssh)).toBe(false);
  expect(collateralOf([rule('tcp', 22, '11.0.0.0/8')], [], ssh)).toEqual(nothing);
});

test('what a revert closes is its share of the box and the collateral, nothing more', () => {
  fc.assert(
    fc.property(anyTuples, anyTuples, anyTuples, (rules, older, asked) => {
      const box = reachOf(asked);
      const carriers = carriersOf(rules, box);
      const others = [...older, ...rules.filter((one) => !carriers.includes(one))];
      const closed = minus(reachOf([...carriers, ...others]), reachOf(others));
      const collateral = collateralOf(carriers, others, box);
      expect(equals(minus(closed, box), collateral)).toBe(true);
    }),
  );
});

test('scenario 5: a rule that opens nothing new is latent, and stands when what hid it goes', () => {
  const narrow = rule('tcp', 22, '198.51.100.7/32');
  const wide = rule('tcp', 22, '0.0.0.0/0');
  expect(isLatent(reachOf([narrow]), reachOf([wide]))).toBe(true);
  expect(isLatent(reachOf([rule('tcp', 80, '0.0.0.0/0')]), reachOf([wide]))).toBe(false);
  expect(isLatent(nothing, reachOf([wide]))).toBe(false);
  expect(minus(reachOf([narrow, wide]), reachOf([wide]))).toEqual(nothing);
  expect(union(reachOf([narrow]), nothing)).toEqual(reachOf([narrow]));
});
