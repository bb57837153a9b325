import { cidr, type Permission, tcp } from './ec2/permission.ts';

/** Ten IPv4 and ten IPv6 ranges of the delivery network, each on two ports: the 40 rules of an edge group. */
export function edgeRules(): readonly Permission[] {
  const ranges = Array.from({ length: 10 }, (_, index) => [
    cidr(`192.0.2.${128 + 8 * index}/29`, `delivery network ${index + 1}`),
    cidr(`2001:db8:${(0xcd00 + index).toString(16)}::/48`, `delivery network ${index + 1}`),
  ]).flat();
  return ranges.flatMap((range) => [tcp(80, range), tcp(443, range)]);
}

/** The range that a new site of the delivery network brings. */
export function newEdgeRange(index: number): Permission {
  return tcp(443, cidr(`192.0.2.${208 + 8 * index}/29`, `delivery network ${11 + index}`));
}
