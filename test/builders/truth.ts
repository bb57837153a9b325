import { covers, equals, minus, union } from '../../src/core/reach/algebra.ts';
import { type Bounds, type Effect, settle } from '../../src/core/reach/bounds.ts';
import { everybody, nobody, type PeerSet } from '../../src/core/reach/peer-set.ts';
import { nothing, type Reach, reachOf } from '../../src/core/reach/reach.ts';
import { normalForm } from '../../src/core/reach/slabs.ts';
import { isNoSymbol } from '../../src/core/reach/symbol-set.ts';
import type { Made } from './any-history.ts';
import type { World } from './ec2.ts';

/** What a group really permitted in a world, by its rules and the entries of the lists they name. */
export function reachIn(world: World | undefined, group: string): Reach {
  const rules = world?.groups.get(group)?.rules ?? [];
  return rules.length === 0
    ? nothing
    : reachOf(rules, { lists: (id) => world!.lists.get(id)?.versions.at(-1) ?? null });
}

/** The world as it was at the end of a second, or just before it. */
export function worldAt(made: readonly Made[], at: number, when: 'after' | 'before'): World | undefined {
  return made.findLast((each) => (when === 'after' ? each.at <= at : each.at < at))?.world;
}

/** Says what is wrong with bounds of a reach, `null` when the truth lies between them. */
export function wrongBounds(bounds: Bounds, truth: Reach): string | null {
  if (!covers(truth, addressesOf(bounds.certain))) return 'something is called certain that is not so';
  if (!covers(atWorst(bounds.possible), truth)) return 'something is so that is called impossible';
  return null;
}

/** Says what is wrong with an effect, `null` when the true one lies between its bounds. */
export function wrongEffect(
  { gained, lost }: Effect,
  [before, after]: readonly [Reach, Reach],
  [then, now]: readonly [Bounds, Bounds],
): string | null {
  const trueGain = minus(after, before);
  const trueLoss = minus(before, after);
  if (!covers(union(trueGain, hiddenIn(then.possible)), addressesOf(gained.atLeast)))
    return 'more is called gained for sure than was';
  if (!covers(atWorst(gained.atMost), settle(trueGain, before).gained))
    return 'more was gained than is called possible';
  if (!covers(union(trueLoss, hiddenIn(now.possible)), addressesOf(lost.atLeast)))
    return 'more is called lost for sure than was';
  if (!lost.unknown && !covers(atWorst(lost.atMost), trueLoss)) return 'more was lost than is called possible';
  if (!covers(gained.atMost, gained.atLeast)) return 'the bounds of what was gained are crossed';
  return null;
}

/** Without prefix lists whose entries are not known: they may be empty. */
function addressesOf(reach: Reach): Reach {
  return withLists(reach, (peers) => ({ ...peers, lists: nobody.lists }));
}

/** Prefix lists whose entries are not known may hold anybody. */
function atWorst(reach: Reach): Reach {
  return withLists(reach, () => everybody);
}

/** What prefix lists of unknown entries may permit: by the algebra they are apart from all addresses. */
function hiddenIn(reach: Reach): Reach {
  return minus(atWorst(reach), addressesOf(reach));
}

function withLists(reach: Reach, read: (peers: PeerSet) => PeerSet): Reach {
  const side = (slabs: Reach['ingress']) =>
    normalForm(slabs.map((slab) => (isNoSymbol(slab.peers.lists) ? slab : { ...slab, peers: read(slab.peers) })));
  return { ingress: side(reach.ingress), egress: side(reach.egress) };
}

/** Whether the bounds leave no doubt about ingress and tell the truth. (Whether a VPC has IPv6 egress no record tells.) */
export function isExactIngress(bounds: Bounds, truth: Reach): boolean {
  const ingress = (reach: Reach): Reach => ({ ingress: reach.ingress, egress: [] });
  return equals(ingress(bounds.certain), ingress(truth)) && equals(ingress(bounds.possible), ingress(truth));
}
