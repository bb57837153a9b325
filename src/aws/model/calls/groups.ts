import type { Ec2Request, Ec2Result } from '../call.ts';
import { defaultVpc, findGroup, isInUse } from '../find.ts';
import { takeId, takeIds } from '../ids.ts';
import { isRefused, refuse } from '../refusal.ts';
import type { Transition } from '../site.ts';
import { arnOf, type Ec2State, type HeldGroup, type HeldRule, type HeldVpc, withHeld, withoutHeld } from '../state.ts';
import { readTags, writeTags } from './tag-specification.ts';

type Create = 'CreateSecurityGroup';
type Delete = 'DeleteSecurityGroup';

/** CreateSecurityGroup: the group is born with open egress, in IPv6 too where its VPC has it, and no record tells so. */
export const createGroup: Transition<Ec2Request<Create>, Ec2Result<Create>> = (state, request, site) => {
  const { GroupName: name, Description: description, VpcId } = request;
  if (name === 'default') return refuse('InvalidGroup.Reserved', name);
  if (name === '' || name.length > 255 || name.startsWith('sg-'))
    return refuse('InvalidParameterValue', `Value (${name}) for parameter groupName is invalid.`);
  if (description === '') return refuse('MissingParameter', 'GroupDescription');
  const vpc = VpcId === undefined ? defaultVpc(state) : site.seen.vpcs.has(VpcId) ? state.vpcs.get(VpcId) : null;
  if (vpc === null || vpc === undefined)
    return VpcId === undefined ? refuse('VPCIdNotSpecified') : refuse('InvalidVpcID.NotFound', VpcId);
  for (const other of state.groups.values())
    if (other.vpc === vpc.id && other.name === name)
      return refuse('InvalidGroup.Duplicate', `'${name}' already exists for VPC '${vpc.id}'`);
  if (state.groups.size >= site.quotas.groups) return refuse('SecurityGroupLimitExceeded');
  const tags = readTags(request.TagSpecifications, 'security-group', site.quotas.tags);
  if (isRefused(tags)) return tags;
  const [id, taken] = takeId(state, 'sg');
  const [rules, next] = openEgress(taken, vpc);
  const group: HeldGroup = { id, name, description, vpc: vpc.id, tags, rules };
  return {
    state: withHeld(next, 'groups', group),
    result: { GroupId: id, Tags: writeTags(tags), SecurityGroupArn: arnOf(state, 'security-group', id) },
  };
};

/** DeleteSecurityGroup: not the default group, and not one that an interface wears or another group's rule names. */
export const deleteGroup: Transition<Ec2Request<Delete>, Ec2Result<Delete>> = (state, request, site) => {
  const group = findGroup(state, site, request);
  if (isRefused(group)) return group;
  if (state.vpcs.get(group.vpc)?.defaultGroup === group.id) return refuse('CannotDelete', group.id);
  if (isInUse(state, group.id)) return refuse('DependencyViolation', `resource ${group.id} has a dependent object`);
  return { state: withoutHeld(state, 'groups', group.id), result: { Return: true, GroupId: group.id } };
};

/** The rules that a group of a VPC is born with. */
export function openEgress(
  state: Ec2State,
  { hasIpv6 }: Pick<HeldVpc, 'hasIpv6'>,
): readonly [rules: readonly HeldRule[], state: Ec2State] {
  const everybody = hasIpv6 ? (['0.0.0.0/0', '::/0'] as const) : (['0.0.0.0/0'] as const);
  const [ids, next] = takeIds(state, 'sgr', everybody.length);
  const rules = everybody.map((value, at): HeldRule => {
    const peer = { kind: value === '::/0' ? 'ipv6' : 'ipv4', value } as const;
    return { id: ids[at]!, direction: 'egress', protocol: '-1', ports: null, peer, description: null, tags: {} };
  });
  return [rules, next];
}
