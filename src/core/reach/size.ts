import { type AddressSet, addressOf, intersectSets, sizeOfSet } from '../net/address-set.ts';
import { publicAddresses } from '../net/special.ts';
import { nobody, type PeerSet, unionOfPeers } from './peer-set.ts';
import type { Reach } from './reach.ts';
import { isNoSymbol } from './symbol-set.ts';

/** Addresses of both families, never added to each other. */
export interface Counts {
  readonly ipv4: bigint;
  readonly ipv6: bigint;
}

/** How big a set of peers is. Groups and lists count as no addresses; `null` = every one but a few. */
export interface Size extends Counts {
  /** IPv6 /64 networks touched: the unit in which IPv6 can be compared with a limit. */
  readonly networks64: bigint;
  /** The public part; `unknown` when a prefix list without known entries is among the peers. */
  readonly public: Counts | 'unknown';
  readonly groups: number | null;
  readonly lists: number | null;
}

/** Size of a reach: distinct peers projected over all its services and directions. Intersect with a box to narrow it. */
export function sizeOf(reach: Reach): Size {
  return sizeOfPeers(peersOfReach(reach));
}

/** Every peer that a reach names anywhere. */
export function peersOfReach(reach: Reach): PeerSet {
  const slabs = [...reach.ingress, ...reach.egress];
  return slabs.length === 0 ? nobody : unionOfPeers(slabs.map((slab) => slab.peers));
}

/** Size of a set of peers. */
export function sizeOfPeers(peers: PeerSet): Size {
  return {
    ...countsOf(peers),
    networks64: networksOf(peers.v6),
    public: isNoSymbol(peers.lists) ? publicCountsOf(peers) : 'unknown',
    groups: peers.groups.cofinite ? null : peers.groups.names.length,
    lists: peers.lists.cofinite ? null : peers.lists.names.length,
  };
}

/** Addresses of the peers that are public, as far as their addresses are known. */
export function publicCountsOf(peers: PeerSet): Counts {
  return countsOf({
    v4: intersectSets(peers.v4, publicAddresses.v4, 1),
    v6: intersectSets(peers.v6, publicAddresses.v6, 4),
  });
}

/** How many /64 networks an IPv6 set touches. */
export function networksOf(v6: AddressSet): bigint {
  let count = 0n;
  let seen = -1n;
  for (let i = 0; i < v6.length; i += 8) {
    const first = addressOf(v6, i, 4) >> 64n;
    const last = addressOf(v6, i + 4, 4) >> 64n;
    count += last - (first > seen ? first : seen + 1n) + 1n;
    seen = last;
  }
  return count;
}

function countsOf(addresses: Pick<PeerSet, 'v4' | 'v6'>): Counts {
  return { ipv4: sizeOfSet(addresses.v4, 1), ipv6: sizeOfSet(addresses.v6, 4) };
}
