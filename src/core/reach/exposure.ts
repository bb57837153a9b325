import { intersectSets, minusSets, sizeOfSet } from '../net/address-set.ts';
import { servicesOf } from '../net/services.ts';
import { publicAddresses, specialAddresses } from '../net/special.ts';
import { wellKnownPorts } from '../net/well-known-ports.ts';
import { nobody, type PeerSet, unionOfPeers } from './peer-set.ts';
import type { Reach } from './reach.ts';
import { networksOf, publicCountsOf } from './size.ts';
import type { Slab } from './slabs.ts';
import { isNoSymbol } from './symbol-set.ts';

const sensitive = wellKnownPorts
  .filter((known) => known.risk !== 'none')
  .map((known) => servicesOf(known.protocol, [known.port, known.port])[0].from)
  .sort((a, b) => a - b);

/**
 * A number from 0 to 100 to sort by "worst exposure first"; it orders, it does not judge. It adds up, each weighted by
 * how much of the Internet (`share`, on a logarithmic scale) is at the other end: 50 for ports of administration and
 * stores of records, 20 for any port, 15 for how many services, 9 for egress; and 5 for private peers. It never falls
 * when a reach grows: `rank(union(a, b)) >= rank(a)`.
 */
export function exposureRank(reach: Reach): number {
  const ingress = peersOf(reach.ingress);
  const egress = peersOf(reach.egress);
  const atRisk = peersOf(reach.ingress.filter(holdsSensitive));
  return (
    50 * share(atRisk) +
    20 * share(ingress) +
    15 * breadth(reach.ingress) +
    6 * share(egress) +
    3 * breadth(reach.egress) +
    5 * Math.max(nearby(ingress), nearby(egress) / 2) +
    (isNoSymbol(ingress.groups) && isNoSymbol(egress.groups) ? 0 : 1)
  );
}

function peersOf(slabs: readonly Slab[]): PeerSet {
  return slabs.length === 0 ? nobody : unionOfPeers(slabs.map((slab) => slab.peers));
}

function holdsSensitive(slab: Slab): boolean {
  return sensitive.some((service) => service >= slab.from && service <= slab.to);
}

// Behind one /64 of NAT64 stands the whole IPv4 Internet, so it is counted by its IPv4 addresses.
const nat64 = specialAddresses('NAT64').v6;

/** Part of the Internet among the peers: 0 for none, 0.3 for one address, 1 for all of both families. An unknown list counts half. */
function share(peers: PeerSet): number {
  const v4 = scaled(publicCountsOf(peers).ipv4, 32);
  const v6 = Math.max(
    scaled(networksOf(intersectSets(peers.v6, publicAddresses.v6, 4)), 61),
    scaled(sizeOfSet(intersectSets(peers.v6, nat64, 4), 4), 32),
  );
  const list = isNoSymbol(peers.lists) ? 0 : 0.5;
  return 0.95 * Math.max(v4, v6, list) + 0.05 * Math.min(v4, v6);
}

function scaled(count: bigint, bits: number): number {
  return count === 0n ? 0 : 0.3 + (0.7 * Math.min(bits, Math.log2(Number(count)))) / bits;
}

/** How much of the service axis has public peers, on a logarithmic scale. */
function breadth(slabs: readonly Slab[]): number {
  const open = slabs.filter((slab) => share(slab.peers) > 0);
  const count = open.reduce((sum, slab) => sum + slab.to - slab.from + 1, 0);
  return (Math.log2(1 + count) / 24.1) * share(peersOf(open));
}

function nearby(peers: PeerSet): number {
  const v4 = sizeOfSet(minusSets(peers.v4, publicAddresses.v4, 1), 1);
  const v6 = networksOf(minusSets(peers.v6, publicAddresses.v6, 4));
  return Math.max(scaled(v4, 32), scaled(v6, 64));
}
