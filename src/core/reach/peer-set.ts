import {
  type AddressSet,
  everyIpv4,
  everyIpv6,
  intersectSets,
  minusSets,
  noAddresses,
  setCovers,
  setsEqual,
  setsMeet,
  unionOfSets,
  unionSets,
} from '../net/address-set.ts';
import {
  everySymbol,
  intersectSymbols,
  isNoSymbol,
  minusSymbols,
  noSymbols,
  type SymbolSet,
  symbolsEqual,
  unionSymbols,
} from './symbol-set.ts';

/**
 * Who is at the other end: addresses of both families, groups by name (closed: private addresses only) and prefix lists
 * whose entries are not known (open: they may hold anything). Each group and list is an atom apart from all addresses.
 */
export interface PeerSet {
  readonly v4: AddressSet;
  readonly v6: AddressSet;
  readonly groups: SymbolSet;
  readonly lists: SymbolSet;
}

export const nobody: PeerSet = { v4: noAddresses, v6: noAddresses, groups: noSymbols, lists: noSymbols };
export const everybody: PeerSet = { v4: everyIpv4, v6: everyIpv6, groups: everySymbol, lists: everySymbol };

/** Whether the set holds no peer at all. */
export function isNobody(set: PeerSet): boolean {
  return set.v4.length === 0 && set.v6.length === 0 && isNoSymbol(set.groups) && isNoSymbol(set.lists);
}

/** Peers in either. */
export function unionPeers(a: PeerSet, b: PeerSet): PeerSet {
  if (a === b || a === nobody) return b;
  return {
    v4: unionSets(a.v4, b.v4, 1),
    v6: unionSets(a.v6, b.v6, 4),
    groups: unionSymbols(a.groups, b.groups),
    lists: unionSymbols(a.lists, b.lists),
  };
}

/** The union of many peer sets. */
export function unionOfPeers(sets: readonly PeerSet[]): PeerSet {
  const [first = nobody] = sets;
  if (sets.every((set) => set === first)) return first;
  return {
    v4: unionOfSets(
      sets.map((set) => set.v4),
      1,
    ),
    v6: unionOfSets(
      sets.map((set) => set.v6),
      4,
    ),
    groups: sets.reduce((all, set) => unionSymbols(all, set.groups), noSymbols),
    lists: sets.reduce((all, set) => unionSymbols(all, set.lists), noSymbols),
  };
}

/** Peers in `a` and not in `b`: `a` itself where they do not meet, `nobody` itself where nothing is left. */
export function minusPeers(a: PeerSet, b: PeerSet): PeerSet {
  if (a === b || b === everybody) return nobody;
  const v4 = minusSets(a.v4, b.v4, 1);
  const v6 = minusSets(a.v6, b.v6, 4);
  const groups = minusSymbols(a.groups, b.groups);
  const lists = minusSymbols(a.lists, b.lists);
  if (v4 === a.v4 && v6 === a.v6 && groups === a.groups && lists === a.lists) return a;
  const left = { v4, v6, groups, lists };
  return isNobody(left) ? nobody : left;
}

/** Peers in both; `nobody` itself where there is none. */
export function intersectPeers(a: PeerSet, b: PeerSet): PeerSet {
  if (a === b) return a;
  const both = {
    v4: intersectSets(a.v4, b.v4, 1),
    v6: intersectSets(a.v6, b.v6, 4),
    groups: intersectSymbols(a.groups, b.groups),
    lists: intersectSymbols(a.lists, b.lists),
  };
  return isNobody(both) ? nobody : both;
}

/** Whether any peer is in both. */
export function peersMeet(a: PeerSet, b: PeerSet): boolean {
  return (
    setsMeet(a.v4, b.v4, 1) ||
    setsMeet(a.v6, b.v6, 4) ||
    !isNoSymbol(intersectSymbols(a.groups, b.groups)) ||
    !isNoSymbol(intersectSymbols(a.lists, b.lists))
  );
}

/** Whether every peer of `b` is in `a`. */
export function peersCover(a: PeerSet, b: PeerSet): boolean {
  return (
    setCovers(a.v4, b.v4, 1) &&
    setCovers(a.v6, b.v6, 4) &&
    isNoSymbol(minusSymbols(b.groups, a.groups)) &&
    isNoSymbol(minusSymbols(b.lists, a.lists))
  );
}

/** Whether both hold the same peers. */
export function peersEqual(a: PeerSet, b: PeerSet): boolean {
  if (a === b) return true;
  return (
    setsEqual(a.v4, b.v4) && setsEqual(a.v6, b.v6) && symbolsEqual(a.groups, b.groups) && symbolsEqual(a.lists, b.lists)
  );
}
