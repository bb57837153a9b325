import type { Peer, Tuple } from '../group/rule.ts';
import { everyIpv4, everyIpv6, noAddresses, unionOfSets } from '../net/address-set.ts';
import { readCidr } from '../net/cidr.ts';
import { allServices, servicesOf } from '../net/services.ts';
import { everybody, nobody, type PeerSet } from './peer-set.ts';
import { normalForm, type Slab } from './slabs.ts';
import { noSymbols } from './symbol-set.ts';

/**
 * What rules permit, in its one normal form: per direction sorted disjoint slabs, none empty, neighbours with equal
 * peers merged. Two reaches are the same exactly when they are structurally equal. At most 2n+1 slabs for n rules.
 */
export interface Reach {
  readonly ingress: readonly Slab[];
  readonly egress: readonly Slab[];
}

/** What is known beside the rules. */
export interface Known {
  /** Entries of a prefix list as CIDRs, `null` when not known. */
  readonly lists?: (id: string) => readonly string[] | null;
  /** Id of the group whose rules they are: what `self` stands for. */
  readonly self?: string;
}

export const nothing: Reach = { ingress: [], egress: [] };

const wholeAxis: readonly Slab[] = [{ ...allServices, peers: everybody }];
export const everything: Reach = { ingress: wholeAxis, egress: wholeAxis };

/**
 * The reach of rules, of any number and in any order. A prefix list with known entries becomes addresses; with unknown
 * ones it stays an open symbol. An address that does not parse stands for its whole family, since reach is never
 * under-reported; the reader of records reports it as unreadable long before.
 */
export function reachOf(tuples: Iterable<Tuple>, known: Known = {}): Reach {
  const ingress: Slab[] = [];
  const egress: Slab[] = [];
  for (const tuple of tuples) {
    const peers = peersOf(tuple.peer, known);
    const [{ from, to }] = servicesOf(tuple.protocol, tuple.ports);
    (tuple.direction === 'ingress' ? ingress : egress).push({ from, to, peers });
  }
  return { ingress: normalForm(ingress), egress: normalForm(egress) };
}

/** The peers that one rule names. */
export function peersOf(peer: Peer, known: Known = {}): PeerSet {
  switch (peer.kind) {
    case 'ipv4':
    case 'ipv6':
      return addressesOf(peer.kind, peer.value);
    case 'group': {
      const name = peer.value === 'self' ? (known.self ?? 'self') : peer.value;
      return { ...nobody, groups: { cofinite: false, names: [name] } };
    }
    case 'list': {
      const entries = known.lists?.(peer.value) ?? null;
      if (entries === null) return { ...nobody, lists: { cofinite: false, names: [peer.value] } };
      return peersOfCidrs(entries);
    }
  }
}

/** The addresses of CIDRs of both families; one that does not parse stands for its whole family. */
export function peersOfCidrs(cidrs: readonly string[]): PeerSet {
  const sets = cidrs.map((cidr) => addressesOf(cidr.includes(':') ? 'ipv6' : 'ipv4', cidr));
  return {
    ...nobody,
    v4: unionOfSets(
      sets.map((set) => set.v4),
      1,
    ),
    v6: unionOfSets(
      sets.map((set) => set.v6),
      4,
    ),
  };
}

// Measured: the same few CIDRs come again in group after group, and reading them was half of folding one.
const addressesSeen = { ipv4: new Map<string, PeerSet>(), ipv6: new Map<string, PeerSet>() };
const most = 4096;

function addressesOf(kind: 'ipv4' | 'ipv6', value: string): PeerSet {
  const seen = addressesSeen[kind];
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (seen.size >= most) seen.clear();
  const addresses = readAddresses(kind, value);
  seen.set(value, addresses);
  return addresses;
}

function readAddresses(kind: 'ipv4' | 'ipv6', value: string): PeerSet {
  const cidr = readCidr(value);
  const fits = !('misread' in cidr) && cidr.kind === kind;
  const addresses = fits ? cidr.addresses : kind === 'ipv4' ? everyIpv4 : everyIpv6;
  return {
    v4: kind === 'ipv4' ? addresses : noAddresses,
    v6: kind === 'ipv6' ? addresses : noAddresses,
    groups: noSymbols,
    lists: noSymbols,
  };
}
