import type { Fields } from '../caller.ts';

/** One end of a rule: a CIDR, another group, or a prefix list. */
export interface Peer {
  readonly kind: 'ipv4' | 'ipv6' | 'group' | 'list';
  readonly value: string;
  /** Account of a peer group. */
  readonly owner?: string;
  readonly description?: string;
}

/** What a call asks for: one protocol and port range, with any number of peers. For ICMP, `from` is the type and `to` the code. */
export interface Permission {
  readonly protocol: 'tcp' | 'udp' | 'icmp' | '-1';
  readonly from: number;
  readonly to: number;
  readonly peers: readonly Peer[];
}

export function tcp(ports: number | readonly [number, number], ...peers: readonly Peer[]): Permission {
  const [from, to] = typeof ports === 'number' ? [ports, ports] : ports;
  return { protocol: 'tcp', from, to, peers };
}

export function udp(port: number, ...peers: readonly Peer[]): Permission {
  return { protocol: 'udp', from: port, to: port, peers };
}

export function ping(...peers: readonly Peer[]): Permission {
  return { protocol: 'icmp', from: 8, to: -1, peers };
}

export function allTraffic(...peers: readonly Peer[]): Permission {
  return { protocol: '-1', from: -1, to: -1, peers };
}

/** A CIDR of either family. */
export function cidr(value: string, description?: string): Peer {
  const kind = value.includes(':') ? 'ipv6' : 'ipv4';
  return description === undefined ? { kind, value } : { kind, value, description };
}

export function peerGroup(group: { readonly id: string; readonly owner: string }, description?: string): Peer {
  const peer: Peer = { kind: 'group', value: group.id, owner: group.owner };
  return description === undefined ? peer : { ...peer, description };
}

export function peerList(list: { readonly id: string }, description?: string): Peer {
  return description === undefined ? { kind: 'list', value: list.id } : { kind: 'list', value: list.id, description };
}

/** Writes permissions as CloudTrail renders a request of the classic kind: lists in `items`, an empty list as `{}`. */
export function writePermissions(permissions: readonly Permission[]): Fields {
  return writeItems(permissions.map(writePermission));
}

/** `{"items": […]}`, or `{}` for nothing. */
export function writeItems(items: readonly unknown[]): Fields {
  return items.length === 0 ? {} : { items };
}

function writePermission({ protocol, from, to, peers }: Permission): Fields {
  const of = (kind: Peer['kind'], write: (peer: Peer) => Fields): Fields =>
    writeItems(peers.filter((peer) => peer.kind === kind).map((peer) => ({ ...write(peer), ...described(peer) })));
  return {
    ipProtocol: protocol,
    ...(protocol === '-1' ? {} : { fromPort: from, toPort: to }),
    groups: of('group', (peer) => ({ userId: peer.owner, groupId: peer.value })),
    ipRanges: of('ipv4', (peer) => ({ cidrIp: peer.value })),
    ipv6Ranges: of('ipv6', (peer) => ({ cidrIpv6: peer.value })),
    prefixListIds: of('list', (peer) => ({ prefixListId: peer.value })),
  };
}

function described(peer: Peer): Fields {
  return peer.description === undefined ? {} : { description: peer.description };
}
