import { type AddressSet, noAddresses, setsMeet, unionOfSets, type Width } from '../../net/address-set.ts';
import { minus } from '../../reach/algebra.ts';
import { intersectPeers, minusPeers, nobody, type PeerSet, unionPeers } from '../../reach/peer-set.ts';
import type { Reach } from '../../reach/reach.ts';
import { pushSlab, type Slab } from '../../reach/slabs.ts';
import { intersectSymbols } from '../../reach/symbol-set.ts';

/**
 * How what stands differs from what is wanted. `widened`: grown without a gap out of something wanted, so that every
 * standing rule which meets the wanted reach and goes beyond it is in here; `extra`: apart from everything wanted;
 * `missing`: wanted, and not permitted.
 */
export interface Drift {
  readonly extra: Reach;
  readonly widened: Reach;
  readonly missing: Reach;
}

/** Compares two reaches by effect: order, grouping and splitting of rules, and their descriptions, cannot matter. */
export function compareBaseline(wanted: Reach, stands: Reach): Drift {
  const over = minus(stands, wanted);
  const widened: Reach = {
    ingress: grown(wanted.ingress, stands.ingress),
    egress: grown(wanted.egress, stands.egress),
  };
  return { extra: minus(over, widened), widened, missing: minus(wanted, stands) };
}

interface Stretch extends Slab {
  readonly wanted: PeerSet;
}

/** What stands beyond the wanted slabs, and hangs together with them through addresses, then through services. */
function grown(wanted: readonly Slab[], stands: readonly Slab[]): readonly Slab[] {
  if (wanted.length === 0 || stands.length === 0) return [];
  const stretches = cutBy(stands, wanted);
  const up = grownAlong(stretches, (before, after) => before.to + 1 === after.from);
  const down = grownAlong(stretches.toReversed(), (before, after) => after.to + 1 === before.from).toReversed();
  const out: Slab[] = [];
  for (const [at, { from, to, wanted: meant }] of stretches.entries())
    pushSlab(out, { from, to, peers: minusPeers(unionPeers(up[at]!, down[at]!), meant) });
  return out;
}

function grownAlong(stretches: readonly Stretch[], joins: (before: Slab, after: Slab) => boolean): readonly PeerSet[] {
  let held = nobody;
  return stretches.map((stretch, at) => {
    const joined = at > 0 && joins(stretches[at - 1]!, stretch);
    held = unionPeers(joined ? intersectPeers(held, stretch.peers) : nobody, runsFrom(stretch.peers, stretch.wanted));
    return held;
  });
}

/** The stretches of `slabs`, cut where slabs of `others` begin and end, each with the peers of both. */
function cutBy(slabs: readonly Slab[], others: readonly Slab[]): readonly Stretch[] {
  const out: Stretch[] = [];
  let next = 0;
  for (const { from, to, peers } of slabs) {
    while (next < others.length && others[next]!.to < from) next += 1;
    let at = from;
    for (let k = next; k < others.length && others[k]!.from <= to; k += 1) {
      const other = others[k]!;
      if (other.from > at) out.push({ from: at, to: other.from - 1, peers, wanted: nobody });
      const start = Math.max(at, other.from);
      const end = Math.min(to, other.to);
      out.push({ from: start, to: end, peers, wanted: other.peers });
      at = end + 1;
    }
    if (at <= to) out.push({ from: at, to, peers, wanted: nobody });
  }
  return out;
}

/** The runs of addresses that hold a wanted one; a group or list has no neighbours. */
function runsFrom(stands: PeerSet, wanted: PeerSet): PeerSet {
  if (wanted === nobody) return nobody;
  return {
    v4: runsOf(stands.v4, wanted.v4, 1),
    v6: runsOf(stands.v6, wanted.v6, 4),
    groups: intersectSymbols(stands.groups, wanted.groups),
    lists: intersectSymbols(stands.lists, wanted.lists),
  };
}

function runsOf(stands: AddressSet, wanted: AddressSet, width: Width): AddressSet {
  if (wanted.length === 0) return noAddresses;
  const runs: AddressSet[] = [];
  for (let at = 0; at < stands.length; at += 2 * width) {
    const run = stands.slice(at, at + 2 * width);
    if (setsMeet(run, wanted, width)) runs.push(run);
  }
  return unionOfSets(runs, width);
}
