import { type Direction, untoldAccount } from '../group/rule.ts';
import { FOREIGN } from '../policy/read/read-sets.ts';
import { union } from '../reach/algebra.ts';
import { nobody, type PeerSet } from '../reach/peer-set.ts';
import { nothing, type Reach } from '../reach/reach.ts';
import { normalForm, type Slab } from '../reach/slabs.ts';
import { everySymbol, isNoSymbol, noSymbols, symbolsOf } from '../reach/symbol-set.ts';
import type { Own } from './actor-sets.ts';

/**
 * The box with the foreign groups that a reach names: those of accounts that are neither the group's own nor in the
 * directory, and those whose account nobody tells. Where any group may be meant, so may a foreign one.
 */
export function withForeign(box: Reach, reach: Reach, own: Own): Reach {
  const names = new Set([FOREIGN]);
  for (const slab of [...reach.ingress, ...reach.egress]) {
    for (const name of slab.peers.groups.names) {
      const account = /^(\d{12}|\?)\//.exec(name)?.[1];
      if (account === undefined || account === own.group.account || own.directory.accounts.has(account)) continue;
      names.add(name);
    }
  }
  const groups = symbolsOf(names);
  const asked = (slabs: readonly Slab[]) =>
    normalForm(slabs.filter(asksForeign).map(({ from, to }) => ({ from, to, peers: { ...nobody, groups } })));
  return union(box, { ingress: asked(box.ingress), egress: asked(box.egress) });
}

/** Whether a reach is nothing but groups whose account nobody tells: they may be foreign. */
export function isOfUntoldAccounts(reach: Reach): boolean {
  return [...reach.ingress, ...reach.egress].every(
    ({ peers: { v4, v6, groups, lists } }) =>
      v4.length + v6.length === 0 &&
      isNoSymbol(lists) &&
      !groups.cofinite &&
      groups.names.every((name) => name.startsWith(untoldAccount)),
  );
}

function asksForeign({ peers }: Slab): boolean {
  return peers.groups.cofinite || peers.groups.names.includes(FOREIGN);
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
