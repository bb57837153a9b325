import { intersectSets, minusSets, setCovers, setsMeet, sizeOfSet } from '../net/address-set.ts';
import { specialAddresses } from '../net/special.ts';
import { intersect } from '../reach/algebra.ts';
import { type PeerSet, peersCover, peersMeet } from '../reach/peer-set.ts';
import type { Reach } from '../reach/reach.ts';
import { networksOf, peersOfReach } from '../reach/size.ts';
import type { Slab } from '../reach/slabs.ts';
import { isNoSymbol } from '../reach/symbol-set.ts';
import { listsOver } from './box.ts';

/** `maybe`: only by what a prefix list with unknown entries may hold. */
export type Measured = 'yes' | 'maybe' | 'no';

/**
 * Whether `total` reaches the whole of the box's peers on some service of the box that the gain meets: all of its IPv4
 * addresses, or all of its IPv6 addresses, since the families are never added; its groups where it asks for no address.
 */
export function coversBox(total: Reach, gain: Reach, box: Reach): Measured {
  return worst([coversIn(total.ingress, gain.ingress, box.ingress), coversIn(total.egress, gain.egress, box.egress)]);
}

function coversIn(total: readonly Slab[], gain: readonly Slab[], box: readonly Slab[]): Measured {
  const found: Measured[] = [];
  for (const asked of box) {
    for (const news of overlapping(gain, asked.from, asked.to)) {
      const [from, to] = [Math.max(asked.from, news.from), Math.min(asked.to, news.to)];
      for (const { peers } of overlapping(total, from, to)) {
        const measured = coversPeers(peers, news.peers, asked.peers);
        if (measured === 'yes') return measured;
        found.push(measured);
      }
    }
  }
  return worst(found);
}

function overlapping(slabs: readonly Slab[], from: number, to: number): readonly Slab[] {
  return slabs.filter((slab) => slab.from <= to && from <= slab.to);
}

function coversPeers(total: PeerSet, gain: PeerSet, asked: PeerSet): Measured {
  if (asked.v4.length + asked.v6.length === 0) {
    return peersMeet(gain, asked) && peersCover(total, asked) ? 'yes' : 'no';
  }
  const v6 = required6(asked);
  const isNews4 = setsMeet(gain.v4, asked.v4, 1);
  const isNews6 = setsMeet(gain.v6, v6, 4);
  if (isNews4 && setCovers(total.v4, asked.v4, 1)) return 'yes';
  if (isNews6 && setCovers(total.v6, v6, 4)) return 'yes';
  const isNews = isNews4 || isNews6 || !isNoSymbol(gain.lists);
  return isNews && !isNoSymbol(total.lists) ? 'maybe' : 'no';
}

const nat64 = specialAddresses('NAT64').v6;

/** Who reaches all of `2000::/3` reaches the whole IPv6 Internet; the NAT64 prefix leads to the other one. */
function required6({ v6 }: PeerSet): PeerSet['v6'] {
  if (!setsMeet(v6, nat64, 4)) return v6;
  const without = minusSets(v6, nat64, 4);
  return without.length === 0 ? intersectSets(v6, nat64, 4) : without;
}

/** Whether `total` holds more IPv4 addresses, or more IPv6 /64 networks, of the box than so many. */
export function exceeds(total: Reach, box: Reach, count: number): Measured {
  const { v4, v6 } = peersOfReach(intersect(total, box));
  const limit = BigInt(count);
  if (sizeOfSet(v4, 1) > limit || networksOf(v6) > limit) return 'yes';
  return isNoSymbol(peersOfReach(intersect(total, listsOver(box))).lists) ? 'no' : 'maybe';
}

function worst(all: readonly Measured[]): Measured {
  return all.includes('yes') ? 'yes' : all.includes('maybe') ? 'maybe' : 'no';
}
