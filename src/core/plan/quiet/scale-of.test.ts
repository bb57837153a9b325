import { expect, test } from 'vitest';
import type { ReachRow } from '../../reach/rows.ts';
import { scaleOf } from './scale-of.ts';

const scale = (ipv4: bigint, ipv6: bigint, ...peers: readonly string[]) =>
  scaleOf({ public: { ipv4: String(ipv4), ipv6: String(ipv6) }, peers } as unknown as ReachRow);

test('up to a /16 of IPv4, or a /48 of IPv6, are few addresses, more are many', () => {
  expect([scale(1n, 0n), scale(2n ** 16n, 0n), scale(2n ** 16n + 1n, 0n)]).toEqual(['few', 'few', 'many']);
  expect([scale(0n, 1n), scale(0n, 2n ** 80n), scale(0n, 2n ** 80n + 1n)]).toEqual(['few', 'few', 'many']);
});

test('from half of the public addresses of either family on it is most of the Internet', () => {
  const half = 2n ** 31n - 2n ** 28n;
  expect([scale(half - 1n, 0n), scale(half, 0n), scale(half, 2n ** 124n)]).toEqual(['many', 'most', 'most']);
  expect([scale(0n, 2n ** 124n - 1n), scale(0n, 2n ** 124n)]).toEqual(['many', 'most']);
});

test('peers that are not public, or of which nobody knows, say who they are', () => {
  expect(scale(0n, 0n, '10.0.0.0/8', 'sg-1')).toBe('10.0.0.0/8,sg-1');
  expect(scaleOf({ public: 'unknown', peers: ['pl-1', 'pl-2'] } as unknown as ReachRow)).toBe('pl-1,pl-2');
});
