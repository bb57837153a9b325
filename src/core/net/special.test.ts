import { describe, expect, test } from 'vitest';
import { everyIpv4, everyIpv6, intersectSets, minusSets, setCovers, sizeOfSet, unionSets } from './address-set.ts';
import { type Cidr, canonicalCidr, readCidr, writeCidrs } from './cidr.ts';
import { type Addresses, internet4, internet6, publicAddresses, specialAddresses, splitByPlace } from './special.ts';
import { specialRegistriesDate, specialRows } from './special-registry.ts';

const read = (text: string) => readCidr(text) as Cidr;
const publicPart = (text: string) => {
  const { kind, addresses } = read(text);
  return kind === 'ipv4'
    ? sizeOfSet(intersectSets(addresses, publicAddresses.v4, 1), 1)
    : sizeOfSet(intersectSets(addresses, publicAddresses.v6, 4), 4);
};

describe('what is public', () => {
  test('scenario 3: private, shared, link-local and unique local addresses are not public', () => {
    for (const text of ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16']) {
      expect(publicPart(text)).toBe(0n);
    }
    for (const text of ['fd00::/8', 'fc00::/7', 'fe80::/10', '::1/128']) expect(publicPart(text)).toBe(0n);
  });

  test('scenario 3: of 10.0.0.0/7 only 11.0.0.0/8 is public', () => {
    expect(writeCidrs(intersectSets(read('10.0.0.0/7').addresses, internet4, 1), 1)).toEqual(['11.0.0.0/8']);
  });

  test('documentation, benchmarking, multicast and reserved addresses are not public', () => {
    for (const text of ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '198.18.0.0/15', '224.0.0.0/3']) {
      expect(publicPart(text)).toBe(0n);
    }
    for (const text of ['2001:db8::/32', '3fff::/20', '2001:2::/48', 'ff00::/8', '4000::/2']) {
      expect(publicPart(text)).toBe(0n);
    }
  });

  test('the most specific row of the registry decides: 192.0.0.9 is reachable inside 192.0.0.0/24, which is not', () => {
    expect(publicPart('192.0.0.0/24')).toBe(2n);
    expect(publicPart('192.0.0.9/32')).toBe(1n);
    expect(publicPart('192.88.99.0/24')).toBe(255n);
    expect(publicPart('2001:20::/28')).toBe(2n ** 100n);
  });

  test('6to4, Teredo and the well-known NAT64 prefix count as public, mapped addresses do not', () => {
    for (const text of ['2002::/16', '2001::/32', '64:ff9b::/96']) {
      expect(publicPart(text)).toBe(2n ** BigInt(128 - read(text).prefix));
    }
    expect(publicPart('::ffff:0:0/96')).toBe(0n);
  });

  test('scenario 2: ::/0 and 2000::/3 both hold the whole IPv6 Internet', () => {
    expect(setCovers(read('2000::/3').addresses, internet6, 4)).toBe(true);
    expect(setCovers(everyIpv6, internet6, 4)).toBe(true);
    expect(setCovers(read('2000::/4').addresses, internet6, 4)).toBe(false);
  });

  test('the IPv4 Internet holds 3,702,258,689 addresses by the registry of 2025-10-09', () => {
    expect(specialRegistriesDate).toBe('2025-10-09');
    expect(sizeOfSet(internet4, 1)).toBe(3_702_258_689n);
  });
});

test('every row of the registries is written canonically and once', () => {
  const prefixes = specialRows.map((row) => row.prefix);
  expect(prefixes.map(canonicalCidr)).toEqual(prefixes);
  expect(new Set(prefixes).size).toBe(prefixes.length);
});

test('private is RFC 1918 and fc00::/7', () => {
  const { v4, v6 } = specialAddresses('private');
  expect([...writeCidrs(v4, 1), ...writeCidrs(v6, 4)]).toEqual([
    ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
  ]);
});

test('all addresses split by place into parts that do not overlap and leave none out', () => {
  const parts = splitByPlace({ v4: everyIpv4, v6: everyIpv6 });
  const sum = (size: (addresses: Addresses) => bigint) => parts.reduce((all, part) => all + size(part.addresses), 0n);
  expect(sum(({ v4 }) => sizeOfSet(v4, 1))).toBe(2n ** 32n);
  expect(sum(({ v6 }) => sizeOfSet(v6, 4))).toBe(2n ** 128n);
  expect(parts[0]!.name).toBeNull();
  expect(unionSets(parts[0]!.addresses.v4, minusSets(everyIpv4, internet4, 1), 1)).toEqual(everyIpv4);
});
