import type { Direction, Peer, Tuple } from '../../src/core/group/rule.ts';

/** The CIDRs that random histories are made of: halves of the Internet, all of it, private and narrow ones. */
export const someCidrs = ['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '10.0.0.0/8', '192.0.2.0/24', '203.0.113.7/32'];

const services: readonly (readonly [string, readonly [number, number] | null])[] = [
  ['tcp', [22, 22]],
  ['tcp', [20, 25]],
  ['tcp', [443, 443]],
  ['udp', [53, 53]],
  ['icmp', [8, -1]],
  ['-1', null],
];

/** A rule by three numbers, among few services and peers, so that rules overlap and meet again; lists come twice as often. */
export function tupleOf(
  direction: Direction,
  { one, two, three }: { readonly one: number; readonly two: number; readonly three: number },
  named: { readonly groups: readonly string[]; readonly lists: readonly string[] },
): Tuple {
  const [protocol, ports] = services[two % services.length]!;
  const peers: readonly Peer[] = [
    ...someCidrs.map((value): Peer => ({ kind: 'ipv4', value })),
    { kind: 'ipv6', value: '::/0' },
    { kind: 'ipv6', value: '2001:db8::/32' },
    { kind: 'group', value: named.groups[three % named.groups.length]! },
    ...named.lists.flatMap((value): Peer[] => [
      { kind: 'list', value },
      { kind: 'list', value },
    ]),
  ];
  return { direction, protocol, ports, peer: peers[one % peers.length]! };
}
