import { setCovers } from '../net/address-set.ts';
import { internet4, internet6 } from '../net/special.ts';
import type { PeerSet } from '../reach/peer-set.ts';
import type { Reach } from '../reach/reach.ts';
import { readRows } from '../reach/rows.ts';
import { publicCountsOf } from '../reach/size.ts';
import { isNoSymbol } from '../reach/symbol-set.ts';
import type { Decision } from './decision.ts';

/**
 * To whom a reach is open, in one word, worst first: `Internet` = all of the IPv4 or of the IPv6 Internet, `wide` = a
 * 256th of it or more, `public` = some public addresses, `list` = a prefix list whose entries are unknown, `outward` =
 * only egress reaches public addresses, `private` = no public address at all, `-` = to nobody.
 */
export type ExposedTo = (typeof exposedToWords)[number];

export const exposedToWords = ['Internet', 'wide', 'public', 'list', 'outward', 'private', '-'] as const;

/** To whom a decision left its groups open that were not before, even if only for a while. */
export function exposedBy(decision: Decision): ExposedTo {
  const rows = decision.effects.flatMap((effect) => [...effect.gained, ...(effect.passing?.gained ?? [])]);
  // What completes the Internet gains only its missing part; the short sentence is where the decision says so.
  if (/^\+rest of the (IPv[46] )?Internet/.test(decision.short)) return 'Internet';
  const reach = readRows(rows);
  return 'misread' in reach ? 'list' : exposedTo(reach);
}

/** The word for a reach. */
export function exposedTo(reach: Reach): ExposedTo {
  const ingress = reach.ingress.map((slab) => slab.peers);
  if (ingress.some((peers) => setCovers(peers.v4, internet4, 1) || setCovers(peers.v6, internet6, 4)))
    return 'Internet';
  if (ingress.some(isWide)) return 'wide';
  if (ingress.some(isPublic)) return 'public';
  const all = [...ingress, ...reach.egress.map((slab) => slab.peers)];
  if (ingress.some((peers) => !isNoSymbol(peers.lists))) return 'list';
  if (all.some(isPublic) || all.some((peers) => !isNoSymbol(peers.lists))) return 'outward';
  return all.length === 0 ? '-' : 'private';
}

function isPublic(peers: PeerSet): boolean {
  const { ipv4, ipv6 } = publicCountsOf(peers);
  return ipv4 > 0n || ipv6 > 0n;
}

/** A /8 of IPv4; of IPv6 a /11, a 256th of 2000::/3. */
function isWide(peers: PeerSet): boolean {
  const { ipv4, ipv6 } = publicCountsOf(peers);
  return ipv4 >= 2n ** 24n || ipv6 >= 2n ** 117n;
}
