import type { Ec2State, HeldRule } from '../../../src/aws/model/state.ts';

/**
 * The small world in which reach is a matter of counting: some addresses, some services, and for each of them whether a
 * rule lets it in. Nothing here knows how the product computes reach.
 */
export const strangers: readonly string[] = Array.from({ length: 16 }, (_, at) => `198.51.100.${at}`);
export const office = '203.0.113.1';
const others = ['10.0.0.1', '10.1.0.1', '192.0.2.1'];
export const strangerIpv6 = '2001:db8:1::1';
const otherIpv6 = '2001:db8:2::1';

/** Every address; its place is its bit. */
export const addresses: readonly string[] = [...strangers, office, ...others, strangerIpv6, otherIpv6];

/** Every service; its place is that in a `Reached`. */
export const services = [
  ...[22, 80, 443, 3306, 5432, 8080].map((port) => ({ protocol: 'tcp', port })),
  ...[
    { protocol: 'udp', port: 53 },
    { protocol: 'icmp', port: 8 },
  ],
] as const;

/** For each service, bits of the addresses that come in. */
export type Reached = readonly number[];

export const nobody: Reached = services.map(() => 0);

/** CIDRs of which rules are made: each holds all or nothing of what lies between the addresses above. */
export const cidrs4 = [
  ...['0.0.0.0/0', '128.0.0.0/1', '198.51.100.0/28', '198.51.100.0/29', '198.51.100.8/30', '198.51.100.5/32'],
  ...['203.0.113.0/28', '10.1.0.0/16', '192.0.2.0/24'],
];
export const cidrs6 = ['::/0', '2001:db8::/32', '2001:db8:1::/48', '2001:db8:2::/48'];

/** Bits of some addresses. */
export function bitsOf(some: readonly string[]): number {
  return some.reduce((bits, address) => bits | (1 << addresses.indexOf(address)), 0);
}

/** What rules let in, lists as they are in force then. */
export function reachedBy(rules: readonly HeldRule[], state: Ec2State, at: number): Reached {
  const reached = [...nobody];
  for (const rule of rules) {
    if (rule.direction !== 'ingress') continue;
    const bits = peersOf(rule, state, at);
    if (bits === 0) continue;
    for (const [n, service] of services.entries()) if (meets(rule, service)) reached[n]! |= bits;
  }
  return reached;
}

/** What is in one and not in the other. */
export function without(one: Reached, other: Reached): Reached {
  return one.map((bits, n) => bits & ~other[n]!);
}

function meets({ protocol, ports }: HeldRule, service: { readonly protocol: string; readonly port: number }): boolean {
  if (protocol === '-1') return true;
  if (protocol !== service.protocol) return false;
  if (ports === null) return true;
  if (protocol === 'icmp') return ports[0] === -1 || ports[0] === service.port;
  return ports[0] <= service.port && service.port <= ports[1];
}

function peersOf({ peer }: HeldRule, state: Ec2State, at: number): number {
  if (peer.kind === 'group') return 0;
  if (peer.kind !== 'list') return bitsIn(peer.value);
  const list = state.lists.get(peer.value);
  if (list === undefined) return 0;
  const version = list.settlesAt <= at ? list.versions.length : list.versionBefore;
  return (list.versions[version - 1] ?? []).reduce((bits, { cidr }) => bits | bitsIn(cidr), 0);
}

const known = new Map<string, number>();

function bitsIn(cidr: string): number {
  let bits = known.get(cidr);
  if (bits === undefined) {
    bits = addresses.reduce((sum, address, n) => sum | (holds(cidr, address) ? 1 << n : 0), 0);
    known.set(cidr, bits);
  }
  return bits;
}

function holds(cidr: string, address: string): boolean {
  const [first, length] = cidr.split('/') as [string, string];
  if (first.includes(':') !== address.includes(':')) return false;
  const width = first.includes(':') ? 128n : 32n;
  const shift = width - BigInt(length);
  return numberOf(first) >> shift === numberOf(address) >> shift;
}

function numberOf(address: string): bigint {
  if (!address.includes(':')) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const [head = '', tail = ''] = address.split('::');
  const [left, right] = [head, tail].map((half) => (half === '' ? [] : half.split(':'))) as [string[], string[]];
  const parts = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
  return parts.reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n);
}
