import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rangeSet, unionOfSets, type Width } from './address-set.ts';
import { type Cidr, canonicalCidr, readCidr, writeCidrs } from './cidr.ts';

test('host bits are masked, as EC2 stores what was sent', () => {
  expect(canonicalCidr('192.0.2.77/24')).toBe('192.0.2.0/24');
  expect(canonicalCidr('2001:db8::77/64')).toBe('2001:db8::/64');
  expect(canonicalCidr('100.68.0.18/18')).toBe('100.68.0.0/18');
});

test('scenario 10: any address with prefix 0 is the whole of IPv4', () => {
  expect(canonicalCidr('203.0.113.254/0')).toBe('0.0.0.0/0');
});

test('IPv6 is read in any spelling and written as RFC 5952 says', () => {
  expect(canonicalCidr('0:0:0:0:0:0:0:0/0')).toBe('::/0');
  expect(canonicalCidr('2001:0DB8:0000:0000:0001:0000:0000:0001/128')).toBe('2001:db8::1:0:0:1/128');
  expect(canonicalCidr('2001:db8:0:1:1:1:1:1/128')).toBe('2001:db8:0:1:1:1:1:1/128');
  expect(canonicalCidr('2001:db8:0:0:1:0:0:0/128')).toBe('2001:db8:0:0:1::/128');
});

test('a mapped IPv4 address stays in the IPv6 address space', () => {
  const mapped = readCidr('::ffff:192.0.2.1/128') as Cidr;
  expect(mapped.kind).toBe('ipv6');
  expect(canonicalCidr('::ffff:192.0.2.1/128')).toBe('::ffff:c000:201/128');
});

test('what EC2 refuses is refused, with what was expected and what came', () => {
  for (const text of ['192.0.2.0', '192.0.2.0/33', '192.0.2/24', '0300.0.2.0/24', '010.0.0.0/8', '192.0.2.0/024', '']) {
    expect(canonicalCidr(text)).toBeNull();
  }
  for (const text of ['2001:db8::/129', 'fe80::1%eth0/64', '2001:db8::1::/64', '2001:db8/32', ':::/0', '2001:db8::']) {
    expect(canonicalCidr(text)).toBeNull();
  }
  expect(readCidr('everyone')).toEqual({
    misread: 'expected a CIDR such as `192.0.2.0/24` or `2001:db8::/32`, got `everyone`',
  });
});

test('a range comes back as the fewest CIDRs', () => {
  expect(writeCidrs(rangeSet(1n, 6n, 1), 1)).toEqual(['0.0.0.1/32', '0.0.0.2/31', '0.0.0.4/31', '0.0.0.6/32']);
  expect(writeCidrs(rangeSet(0n, 2n ** 32n - 1n, 1), 1)).toEqual(['0.0.0.0/0']);
  expect(writeCidrs(rangeSet(0n, 2n ** 128n - 1n, 4), 4)).toEqual(['::/0']);
  expect(writeCidrs(rangeSet(2n ** 64n - 1n, 2n ** 64n, 4), 4)).toEqual(['::ffff:ffff:ffff:ffff/128', '0:0:0:1::/128']);
});

test('any range splits into CIDRs that merge into it again, none of which touch as twins', () => {
  const width = fc.constantFrom<Width>(1, 4);
  const range = width.chain((w) => {
    const address = fc.bigInt(0n, 2n ** BigInt(32 * w) - 1n);
    return fc.tuple(fc.constant(w), address, address);
  });
  fc.assert(
    fc.property(range, ([w, a, b]) => {
      const set = a <= b ? rangeSet(a, b, w) : rangeSet(b, a, w);
      const cidrs = writeCidrs(set, w);
      const sets = cidrs.map((cidr) => (readCidr(cidr) as Cidr).addresses);
      expect(unionOfSets(sets, w)).toEqual(set);
      expect(cidrs.map(canonicalCidr)).toEqual(cidrs);
      expect(cidrs.length).toBeLessThanOrEqual(2 * 32 * w);
    }),
    { numRuns: 500 },
  );
});
