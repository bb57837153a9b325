import type { Direction, SeenRule } from '../group/rule.ts';
import { servicesOf } from '../net/services.ts';
import { union } from './algebra.ts';
import type { Bounds } from './bounds.ts';
import { everybody } from './peer-set.ts';
import { everything, type Known, nothing, peersOf, type Reach } from './reach.ts';
import { normalForm, type Slab } from './slabs.ts';

/** Bounds of a reach, and between them `held`: what the rules that are told permit, where others may stand beside them. */
export interface HeldBounds extends Bounds {
  readonly held: Reach;
}

/**
 * The reach of rules as far as they are told. A rule with a member that nobody tells may be anything that the others
 * leave open: it widens what is possible and makes nothing certain. `complete`: there are no rules beside these.
 */
export function boundsOfSeen(rules: readonly SeenRule[], complete: boolean, known: Known = {}): HeldBounds {
  const certain = reachOfSeen(rules.filter(isTold), known);
  const held = union(certain, reachOfSeen(rules, known));
  return { certain, held, possible: complete ? held : everything };
}

/** All that rules may permit: a member that nobody tells stands for anything. */
export function reachOfSeen(rules: readonly SeenRule[], known: Known = {}): Reach {
  if (rules.length === 0) return nothing;
  const slabs: Record<Direction, Slab[]> = { ingress: [], egress: [] };
  for (const { direction, protocol, ports, peer } of rules) {
    const [{ from, to }] = servicesOf(protocol ?? '-1', ports);
    const peers = peer === null ? everybody : peersOf(peer, known);
    for (const way of direction === null ? (['ingress', 'egress'] as const) : [direction])
      slabs[way].push({ from, to, peers });
  }
  return { ingress: normalForm(slabs.ingress), egress: normalForm(slabs.egress) };
}

/** Whether all that a rule permits is told. A rule for TCP, UDP or ICMP always has ports in EC2, so without them it is not. */
function isTold({ direction, protocol, ports, peer }: SeenRule): boolean {
  if (direction === null || protocol === null || peer === null) return false;
  return ports !== null || !/^(tcp|udp|icmp|icmpv6)$/.test(protocol);
}
