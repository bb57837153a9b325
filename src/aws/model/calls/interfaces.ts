import type { Ec2Request, Ec2Result } from '../call.ts';
import { findInterface } from '../find.ts';
import { takeId } from '../ids.ts';
import { writeInterface } from '../interface-shape.ts';
import { isRefused, type Refused, refuse, refuseOtherNetwork } from '../refusal.ts';
import type { Site, Transition } from '../site.ts';
import { type Ec2State, type HeldInterface, withHeld, withoutHeld } from '../state.ts';
import { readTags } from './tag-specification.ts';

type Create = 'CreateNetworkInterface';
type Modify = 'ModifyNetworkInterfaceAttribute';
type Delete = 'DeleteNetworkInterface';

/** CreateNetworkInterface: without groups it wears the VPC's default group. */
export const createInterface: Transition<Ec2Request<Create>, Ec2Result<Create>> = (state, request, site) => {
  const { SubnetId, Groups = [] } = request;
  const vpc = [...state.vpcs.values()].find((each) => each.subnet === SubnetId && site.seen.vpcs.has(each.id));
  if (vpc === undefined) return refuse('InvalidSubnetID.NotFound', SubnetId);
  const groups = readGroups(state, site, vpc.id, Groups.length > 0 ? Groups : [vpc.defaultGroup]);
  if (isRefused(groups)) return groups;
  const tags = readTags(request.TagSpecifications, 'network-interface', site.quotas.tags);
  if (isRefused(tags)) return tags;
  const [id, next] = takeId(state, 'eni');
  const own = request.PrivateIpAddresses?.find((each) => each.Primary)?.PrivateIpAddress;
  const made: HeldInterface = {
    ...{ id, subnet: SubnetId, vpc: vpc.id, groups, tags, description: request.Description ?? '' },
    ...{ address: own ?? nextAddress(vpc.cidr, state), publicAddress: null, instance: null },
    ...{ requester: site.requester, sourceDestCheck: true },
  };
  const after = withHeld(next, 'interfaces', made);
  return {
    state: after,
    result: { NetworkInterface: { ...writeInterface(after, made), Status: 'pending' } },
  };
};

/** ModifyNetworkInterfaceAttribute: one attribute a call; groups are the whole new set. */
export const modifyInterface: Transition<Ec2Request<Modify>, Ec2Result<Modify>> = (state, request, site) => {
  const held = findInterface(state, site, request.NetworkInterfaceId);
  if (isRefused(held)) return held;
  const { Groups, Description, SourceDestCheck } = request;
  const given = [Groups, Description, SourceDestCheck].filter((each) => each !== undefined);
  if (given.length !== 1)
    return refuse('InvalidParameterCombination', 'Fields for multiple attribute types specified, or for none');
  const groups = Groups === undefined ? held.groups : readGroups(state, site, held.vpc, Groups);
  if (isRefused(groups)) return groups;
  const after = {
    ...held,
    groups,
    description: Description?.Value ?? held.description,
    sourceDestCheck: SourceDestCheck?.Value ?? held.sourceDestCheck,
  };
  return { state: withHeld(state, 'interfaces', after), result: { Return: true } };
};

/** DeleteNetworkInterface: not while something wears it. */
export const deleteInterface: Transition<Ec2Request<Delete>, Ec2Result<Delete>> = (state, request, site) => {
  const held = findInterface(state, site, request.NetworkInterfaceId);
  if (isRefused(held)) return held;
  if (held.instance !== null) return refuse('InvalidNetworkInterface.InUse', held.id);
  return { state: withoutHeld(state, 'interfaces', held.id), result: { Return: true } };
};

function readGroups(state: Ec2State, site: Site, vpc: string, asked: readonly string[]): readonly string[] | Refused {
  const groups = [...new Set(asked)];
  if (groups.length === 0) return refuse('MissingParameter', 'groupSet');
  if (groups.length > site.quotas.groupsPerInterface) return refuse('SecurityGroupsPerInterfaceLimitExceeded');
  for (const id of groups) {
    const group = site.seen.groups.has(id) ? state.groups.get(id) : undefined;
    if (group === undefined) return refuse('InvalidSecurityGroupID.NotFound', id);
    if (group.vpc !== vpc) return refuseOtherNetwork();
  }
  return groups;
}

/** An address that looks as if it came from the VPC: nothing is decided by it. */
function nextAddress(cidr: string, { made }: Ec2State): string {
  const [a, b] = cidr.split('.');
  return `${a}.${b}.${(made >> 8) & 255}.${made & 255}`;
}
