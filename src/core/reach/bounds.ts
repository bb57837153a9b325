import { everyIpv4, everyIpv6, noAddresses, setCovers } from '../net/address-set.ts';
import { allServices } from '../net/services.ts';
import { equals, intersect, isEmpty, minus, union } from './algebra.ts';
import { everybody } from './peer-set.ts';
import { everything, nothing, type Reach } from './reach.ts';
import type { Slab } from './slabs.ts';

/** What is known of a reach: it permits all of `certain` and nothing outside `possible`. */
export interface Bounds {
  readonly certain: Reach;
  readonly possible: Reach;
}

/** Nothing is known. */
export const unknown: Bounds = { certain: nothing, possible: everything };

/** All is known. */
export function exactly(reach: Reach): Bounds {
  return { certain: reach, possible: reach };
}

/** Whether nothing limits what a reach may be. */
export function isUnbounded(bounds: Bounds): boolean {
  return equals(bounds.possible, everything);
}

/** What a change added lies between these two; they are equal when all that matters was known. */
export interface Span {
  readonly atLeast: Reach;
  readonly atMost: Reach;
}

/**
 * What a change did to a group's reach. `lost.unknown`: the record does not tell what was there before (a Modify or a
 * revoke by id without state), so that more than `lost.atMost` may have gone; it is said, never invented.
 */
export interface Effect {
  readonly gained: Span;
  readonly lost: Span & { readonly unknown: boolean };
}

export const noEffect: Effect = {
  gained: { atLeast: nothing, atMost: nothing },
  lost: { atLeast: nothing, atMost: nothing, unknown: false },
};

/** The effect of rules added to and removed from a group whose reach before and after lies within bounds. */
export function effectOf(told: {
  readonly added: Reach;
  readonly removed: Reach;
  readonly before: Bounds;
  readonly after: Bounds;
  /** True when rules went whose content nobody tells. */
  readonly removedUnknown?: boolean;
}): Effect {
  const { added, removed, before, after } = told;
  return {
    gained: spanOutside(added, before),
    lost: { ...spanOutside(removed, after), unknown: told.removedUnknown ?? false },
  };
}

/** What of a reach lies outside bounds. */
function spanOutside(reach: Reach, { certain, possible }: Bounds): Span {
  const atMost = minus(reach, certain);
  return { atLeast: certain === possible ? atMost : minus(reach, possible), atMost };
}

/** Whether both ends of an effect's spans are the same. */
export function isExact(effect: Effect): boolean {
  const { gained, lost } = effect;
  const wider = (span: Span) => !isEmpty(minus(span.atMost, span.atLeast));
  return !lost.unknown && !wider(gained) && !wider(lost);
}

const everySymbol: readonly Slab[] = [{ ...allServices, peers: { ...everybody, v4: noAddresses, v6: noAddresses } }];

/**
 * Drops groups and lists from what was gained where `before` already let in all of IPv4 and all of IPv6: a symbol lies
 * inside the addresses, so nothing new became reachable. Answers what is news and what was `alreadyOpen`. The only place
 * that uses where symbols lie; everywhere else they are apart from addresses, so error goes one way, to over-reporting.
 */
export function settle(gained: Reach, before: Reach): { readonly gained: Reach; readonly alreadyOpen: Reach } {
  const wide = { ingress: wideOpen(before.ingress), egress: wideOpen(before.egress) };
  if (isEmpty(wide)) return { gained, alreadyOpen: nothing };
  const alreadyOpen = intersect(intersect(gained, wide), { ingress: everySymbol, egress: everySymbol });
  return { gained: minus(gained, alreadyOpen), alreadyOpen };
}

function wideOpen(slabs: readonly Slab[]): readonly Slab[] {
  const wide = slabs.filter((s) => setCovers(s.peers.v4, everyIpv4, 1) && setCovers(s.peers.v6, everyIpv6, 4));
  return wide.map(({ from, to }) => ({ from, to, peers: everybody }));
}

/** Bounds of a union: what is certain of any is certain, what is possible of any is possible. */
export function unionBounds(a: Bounds, b: Bounds): Bounds {
  return { certain: union(a.certain, b.certain), possible: union(a.possible, b.possible) };
}
