import type { Direction } from '../group/rule.ts';
import { readCidr } from '../net/cidr.ts';
import { allServices, type Services } from '../net/services.ts';
import { publicAddresses, specialAddresses } from '../net/special.ts';
import { intersect, isEmpty, meets } from './algebra.ts';
import { everybody, nobody, type PeerSet } from './peer-set.ts';
import { peersOfCidrs, type Reach } from './reach.ts';
import { normalForm } from './slabs.ts';
import { everySymbol, noSymbols } from './symbol-set.ts';

/**
 * Places that people name. `internet` = public addresses; `private` = RFC 1918, fc00::/7 and members of groups; the
 * others are rows of the pinned IANA registries; `anywhere` = all of it.
 */
export const places = {
  anywhere: everybody,
  internet: { ...nobody, ...publicAddresses },
  private: { ...nobody, ...specialAddresses('private'), groups: everySymbol },
  shared: { ...nobody, ...specialAddresses('shared') },
  'link-local': { ...nobody, ...specialAddresses('link-local') },
  loopback: { ...nobody, ...specialAddresses('loopback') },
  documentation: { ...nobody, ...specialAddresses('documentation') },
  multicast: { ...nobody, ...specialAddresses('multicast') },
  benchmarking: { ...nobody, ...specialAddresses('benchmarking') },
} as const satisfies Record<string, PeerSet>;

/** Reads a place: one of the names above, a CIDR, a group (`sg-…`) or a prefix list (`pl-…`). */
export function readPlace(text: string): PeerSet | { readonly misread: string } {
  if (Object.hasOwn(places, text)) return places[text as keyof typeof places];
  if (/^([0-9]+\/)?sg-/.test(text)) return { ...nobody, groups: { cofinite: false, names: [text] } };
  if (text.startsWith('pl-')) return { ...nobody, lists: { cofinite: false, names: [text] } };
  if (!('misread' in readCidr(text))) return peersOfCidrs([text]);
  return { misread: `expected a CIDR, sg-…, pl-… or one of ${Object.keys(places).join(', ')}, got \`${text}\`` };
}

/** A box to ask questions of: one direction, some peers, some services (default: all). It is a reach like any other. */
export function boxOf(direction: Direction, peers: PeerSet, services: readonly Services[] = [allServices]): Reach {
  const slabs = normalForm(services.map(({ from, to }) => ({ from, to, peers })));
  return direction === 'ingress' ? { ingress: slabs, egress: [] } : { ingress: [], egress: slabs };
}

/**
 * Whether a reach touches a box. `maybe`: only through a prefix list whose entries are not known, which may hold any
 * address of the box.
 */
export function touches(reach: Reach, box: Reach): 'yes' | 'maybe' | 'no' {
  if (meets(reach, box)) return 'yes';
  const throughLists = (slabs: Reach['ingress']) =>
    slabs
      .filter((slab) => slab.peers.v4.length + slab.peers.v6.length > 0)
      .map((slab) => ({ ...slab, peers: anyList }));
  const open = { ingress: throughLists(box.ingress), egress: throughLists(box.egress) };
  return isEmpty(intersect(reach, open)) ? 'no' : 'maybe';
}

const anyList: PeerSet = { ...everybody, v4: nobody.v4, v6: nobody.v6, groups: noSymbols };
