import type { Direction } from '../group/rule.ts';
import { union } from '../reach/algebra.ts';
import { nobody, type PeerSet } from '../reach/peer-set.ts';
import { nothing, type Reach } from '../reach/reach.ts';
import { normalForm, type Slab } from '../reach/slabs.ts';
import { everySymbol, isNoSymbol, noSymbols, symbolsOf } from '../reach/symbol-set.ts';
import type { Own } from './actor-sets.ts';

/** Name that stands in a box for every group of an account that is not one's own; no group is called so. */
export const foreignGroups = 'foreign';

/**
 * The box with the foreign groups that a reach names: those of accounts that are neither the group's own nor in the
 * directory. Where any group may be meant, so may a foreign one.
 */
export function withForeign(box: Reach, reach: Reach, own: Own): Reach {
  const names = new Set([foreignGroups]);
  for (const slab of [...reach.ingress, ...reach.egress]) {
    for (const name of slab.peers.groups.names) {
      const account = /^(\d{12})\/sg-/.exec(name)?.[1];
      if (account === undefined || account === own.group.account || own.directory.accounts.has(account)) continue;
      names.add(name);
    }
  }
  const groups = symbolsOf(names);
  const asked = (slabs: readonly Slab[]) =>
    normalForm(slabs.filter(asksForeign).map(({ from, to }) => ({ from, to, peers: { ...nobody, groups } })));
  return union(box, { ingress: asked(box.ingress), egress: asked(box.egress) });
}

function asksForeign({ peers }: Slab): boolean {
  return peers.groups.cofinite || peers.groups.names.includes(foreignGroups);
}

/** One direction of a box. */
export function oneDirection(box: Reach, direction: Direction): Reach {
  return { ...nothing, [direction]: box[direction] };
}

/** The prefix lists on the services of a box that asks for addresses: with unknown entries, they may hold any of them. */
export function listsOver(box: Reach): Reach {
  const over = (slabs: readonly Slab[]) =>
    normalForm(slabs.filter(asksAddresses).map(({ from, to }) => ({ from, to, peers: anyList })));
  return { ingress: over(box.ingress), egress: over(box.egress) };
}

const anyList: PeerSet = { ...nobody, groups: noSymbols, lists: everySymbol };

function asksAddresses({ peers }: Slab): boolean {
  return peers.v4.length + peers.v6.length > 0;
}

/** Whether nothing limits what a reach may hold somewhere on the services of a box. */
export function isUnboundedIn(reach: Reach, box: Reach): boolean {
  return anyOverlap(reach.ingress, box.ingress) || anyOverlap(reach.egress, box.egress);
}

function anyOverlap(reach: readonly Slab[], box: readonly Slab[]): boolean {
  return reach.some(
    ({ from, to, peers }) => peers.lists.cofinite && box.some((asked) => asked.from <= to && from <= asked.to),
  );
}

/** Whether a reach names a prefix list whose entries are unknown, which may hold addresses that a box asks for. */
export function holdsLists(slabs: readonly Slab[]): boolean {
  return slabs.some(({ peers }) => !isNoSymbol(peers.lists));
}
