import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyTuples, modelOf, rule } from '../../../test/oracle/universe.ts';
import { everything, reachOf } from './reach.ts';
import { networksOf, sizeOf } from './size.ts';

test('R9: sizes are distinct addresses over all services, each family for itself', () => {
  fc.assert(
    fc.property(anyTuples, (tuples) => {
      const atoms = new Set([...modelOf(tuples)].map((point) => point.split(' ')[2]!));
      const size = sizeOf(reachOf(tuples));
      const count = (test: (atom: string) => boolean) => [...atoms].filter(test).length;
      expect(size.ipv4).toBe(BigInt(count((atom) => atom.includes('.'))));
      expect(size.ipv6).toBe(BigInt(count((atom) => atom.includes(':'))));
      expect([size.groups, size.lists]).toEqual([count((a) => a === 'sg-a'), count((a) => a === 'pl-a')]);
    }),
    { numRuns: 200 },
  );
});

test('the public part is counted apart, and is unknown with a prefix list whose entries are not known', () => {
  const reach = reachOf([rule('tcp', 22, '10.0.0.0/7'), rule('tcp', 22, '2000::/3'), rule('tcp', 22, 'sg-a')]);
  expect(sizeOf(reach)).toMatchObject({ ipv4: 2n ** 25n, public: { ipv4: 2n ** 24n }, groups: 1, lists: 0 });
  expect(sizeOf(reachOf([rule('tcp', 22, 'pl-a'), rule('tcp', 22, '10.0.0.0/8')])).public).toBe('unknown');
});

test('IPv6 is compared with limits by /64 networks, rounded up', () => {
  const networks = (...cidrs: string[]) => sizeOf(reachOf(cidrs.map((cidr) => rule('tcp', 22, cidr)))).networks64;
  expect(networks('2001:db8::/64')).toBe(1n);
  expect(networks('2001:db8::1/128')).toBe(1n);
  expect(networks('2001:db8::1/128', '2001:db8::5/128', '2001:db8:0:1::/65')).toBe(2n);
  expect(networks('2001:db8::/48')).toBe(65_536n);
  expect(networksOf(everything.ingress[0]!.peers.v6)).toBe(2n ** 64n);
});

test('every group but a few is not a number', () => {
  expect(sizeOf(everything)).toMatchObject({ groups: null, lists: null, ipv4: 2n ** 32n, ipv6: 2n ** 128n });
});
