import { isGone } from './list-shape.ts';
import { type Refused, refuse } from './refusal.ts';
import type { Site } from './site.ts';
import type { Ec2State, HeldGroup, HeldInterface, HeldList, HeldVpc } from './state.ts';

/** The group that a call names: by id, or by name in the default VPC (EC2 API reference, `GroupName`). */
export function findGroup(
  state: Ec2State,
  site: Site,
  named: { readonly GroupId?: string; readonly GroupName?: string },
): HeldGroup | Refused {
  if (named.GroupId !== undefined) {
    if (!/^sg-([0-9a-f]{8}|[0-9a-f]{17})$/.test(named.GroupId))
      return refuse('InvalidGroupId.Malformed', named.GroupId);
    const group = site.seen.groups.has(named.GroupId) ? state.groups.get(named.GroupId) : undefined;
    return group ?? refuse('InvalidGroup.NotFound', named.GroupId);
  }
  if (named.GroupName === undefined) return refuse('MissingParameter', 'groupName or groupId');
  return findGroupByName(state, site, named.GroupName);
}

/** A group of the default VPC by its name. */
export function findGroupByName(state: Ec2State, site: Site, name: string): HeldGroup | Refused {
  const vpc = defaultVpc(state);
  if (vpc === null) return refuse('VPCIdNotSpecified');
  for (const group of state.groups.values())
    if (group.vpc === vpc.id && group.name === name && site.seen.groups.has(group.id)) return group;
  const message = `The security group '${name}' does not exist in default VPC '${vpc.id}'`;
  return { ...refuse('InvalidGroup.NotFound'), message };
}

/** The region's default VPC, if it has one. */
export function defaultVpc(state: Ec2State): HeldVpc | null {
  for (const vpc of state.vpcs.values()) if (vpc.isDefault) return vpc;
  return null;
}

/** A prefix list by id. */
export function findList(state: Ec2State, site: Site, id: string): HeldList | Refused {
  const list = site.seen.lists.has(id) ? state.lists.get(id) : undefined;
  return list === undefined || isGone(list, site.at) ? refuse('InvalidPrefixListID.NotFound', id) : list;
}

/** A network interface by id. */
export function findInterface(state: Ec2State, site: Site, id: string): HeldInterface | Refused {
  const held = site.seen.interfaces.has(id) ? state.interfaces.get(id) : undefined;
  return held ?? refuse('InvalidNetworkInterfaceID.NotFound', id);
}

/** The groups that rules of other groups name, or that interfaces wear: they cannot be deleted. */
export function isInUse(state: Ec2State, id: string): boolean {
  for (const { groups } of state.interfaces.values()) if (groups.includes(id)) return true;
  for (const group of state.groups.values())
    if (group.id !== id && group.rules.some(({ peer }) => peer.kind === 'group' && peer.value === id)) return true;
  return false;
}
