import type { Direction } from '../../core/group/rule.ts';
import type { Ec2State, HeldGroup, HeldRule } from './state.ts';

/** How much of everything an account may have. */
export interface Quotas {
  readonly rulesPerDirection: number;
  readonly groupsPerInterface: number;
  readonly groups: number;
  readonly vpcs: number;
  readonly lists: number;
  readonly entriesPerList: number;
  readonly tags: number;
}

/** The defaults (VPC user guide, "Amazon VPC quotas"; tags: EC2 user guide, "Tag restrictions"). */
export const defaultQuotas: Quotas = {
  rulesPerDirection: 60,
  groupsPerInterface: 5,
  groups: 2500,
  vpcs: 5,
  lists: 100,
  entriesPerList: 1000,
  tags: 50,
};

/**
 * Says whether a group has more rules than it may: each direction apart, and in it IPv4 and IPv6 apart. A list weighs
 * what it may hold, in its own family; a group weighs one in both (VPC user guide, "Amazon VPC quotas", note on rules).
 */
export function isOverfull(state: Ec2State, group: HeldGroup, most: number): boolean {
  return (['ingress', 'egress'] as const).some((direction) =>
    (['IPv4', 'IPv6'] as const).some((family) => weigh(state, group.rules, direction, family) > most),
  );
}

function weigh(state: Ec2State, rules: readonly HeldRule[], direction: Direction, family: 'IPv4' | 'IPv6'): number {
  let weight = 0;
  for (const { direction: own, peer } of rules) {
    if (own !== direction) continue;
    const list = peer.kind === 'list' ? state.lists.get(peer.value) : undefined;
    if (list !== undefined) weight += list.family === family ? list.maxEntries : 0;
    else if (peer.kind === 'group' || peer.kind === 'list') weight += 1;
    else if ((peer.kind === 'ipv4') === (family === 'IPv4')) weight += 1;
  }
  return weight;
}
