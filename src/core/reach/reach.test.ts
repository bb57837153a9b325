import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyReach, anyTuples, rule } from '../../../test/oracle/universe.ts';
import { everyIpv4, everyIpv6 } from '../net/address-set.ts';
import { covers, equals, meets } from './algebra.ts';
import { isNobody, peersEqual } from './peer-set.ts';
import { everything, nothing, reachOf } from './reach.ts';
import type { Slab } from './slabs.ts';

const runs = { numRuns: 300 };

describe('the normal form is unique', () => {
  test('the same rules in another order, or some of them twice, give the same reach', () => {
    fc.assert(
      fc.property(anyTuples, fc.array(fc.nat()), (tuples, picks) => {
        const again = tuples.length === 0 ? [] : picks.map((pick) => tuples[pick % tuples.length]!);
        expect(reachOf([...again, ...tuples.toReversed()])).toEqual(reachOf(tuples));
      }),
      runs,
    );
  });

  test('a rule split into its ports, or into two halves of its addresses, gives the same reach', () => {
    fc.assert(
      fc.property(anyTuples, (tuples) => {
        const byPort = tuples.flatMap((tuple) => {
          const [from, to] = tuple.ports!;
          return Array.from({ length: to - from + 1 }, (_, i) => ({
            ...tuple,
            ports: [from + i, from + i] as [number, number],
          }));
        });
        expect(reachOf(byPort)).toEqual(reachOf(tuples));
      }),
      runs,
    );
    expect(reachOf([rule('tcp', 22, '192.0.2.0/25'), rule('tcp', 22, '192.0.2.128/25')])).toEqual(
      reachOf([rule('tcp', 22, '192.0.2.0/24')]),
    );
  });

  test('slabs are sorted and disjoint, none is empty, and no neighbours are alike', () => {
    const check = (slabs: readonly Slab[]) => {
      for (const [i, slab] of slabs.entries()) {
        const last = slabs[i - 1];
        expect(slab.from <= slab.to && !isNobody(slab.peers)).toBe(true);
        expect(last === undefined || last.to < slab.from).toBe(true);
        expect(last !== undefined && last.to + 1 === slab.from && peersEqual(last.peers, slab.peers)).toBe(false);
      }
    };
    fc.assert(
      fc.property(anyReach, (reach) => {
        check(reach.ingress);
        check(reach.egress);
      }),
      runs,
    );
  });

  test('n rules make at most 2n + 1 slabs', () => {
    fc.assert(
      fc.property(anyTuples, (tuples) => {
        const reach = reachOf(tuples);
        expect(reach.ingress.length + reach.egress.length).toBeLessThanOrEqual(2 * tuples.length + 1);
      }),
      runs,
    );
  });

  test('two reaches are equal exactly when they are written the same', () => {
    fc.assert(
      fc.property(anyReach, anyReach, (a, b) => {
        expect(equals(a, b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      runs,
    );
  });
});

describe('what a rule reaches', () => {
  test('an all-traffic rule reaches port 22', () => {
    expect(meets(reachOf([rule('-1', null, '0.0.0.0/0')]), reachOf([rule('tcp', 22, '198.51.100.7/32')]))).toBe(true);
  });

  test('no rules reach nothing, and everything covers any rule', () => {
    expect(reachOf([])).toEqual(nothing);
    expect(covers(everything, reachOf([rule('-1', null, '::/0'), rule('tcp', 22, 'pl-1', 'egress')]))).toBe(true);
  });

  test('a prefix list with known entries is its addresses; without them it is a peer apart from all addresses', () => {
    const lists = (id: string) => (id === 'pl-1' ? ['192.0.2.0/25', '192.0.2.128/25', '2001:db8::/32'] : null);
    const known = reachOf([rule('tcp', 443, 'pl-1')], { lists });
    expect(known).toEqual(reachOf([rule('tcp', 443, '192.0.2.0/24'), rule('tcp', 443, '2001:db8::/32')]));
    const open = reachOf([rule('tcp', 443, 'pl-2')], { lists });
    expect(open.ingress[0]!.peers.lists.names).toEqual(['pl-2']);
    expect(meets(open, reachOf([rule('tcp', 443, '0.0.0.0/0'), rule('tcp', 443, '::/0')]))).toBe(false);
  });

  test('an empty prefix list reaches nothing', () => {
    expect(reachOf([rule('tcp', 443, 'pl-1')], { lists: () => [] })).toEqual(nothing);
  });

  test('`self` is the group itself where its id is known', () => {
    expect(reachOf([rule('tcp', 22, 'self')], { self: 'sg-0a1b' })).toEqual(reachOf([rule('tcp', 22, 'sg-0a1b')]));
  });

  test('an address that cannot be read counts as its whole family, never as nothing', () => {
    const peers = (kind: 'ipv4' | 'ipv6', value: string) =>
      reachOf([{ ...rule('tcp', 22, '192.0.2.0/24'), peer: { kind, value } }]).ingress[0]!.peers;
    expect(peers('ipv4', '010.0.0.0/8').v4).toEqual(everyIpv4);
    expect(peers('ipv4', '2001:db8::/32').v4).toEqual(everyIpv4);
    expect(peers('ipv6', 'fe80::1%eth0/64').v6).toEqual(everyIpv6);
  });
});
