import { canonicalCidr } from '../../../core/net/cidr.ts';
import type { Ec2Request, Ec2Result } from '../call.ts';
import { takeId } from '../ids.ts';
import { writeVpc } from '../interface-shape.ts';
import { isRefused, refuse } from '../refusal.ts';
import type { Transition } from '../site.ts';
import { type Ec2State, type HeldGroup, type HeldRule, type HeldVpc, withHeld, withoutHeld } from '../state.ts';
import { openEgress } from './groups.ts';
import { readTags } from './tag-specification.ts';

type Create = 'CreateVpc';
type Delete = 'DeleteVpc';

/** CreateVpc: brings a default group that lets itself in and everybody out, which no record tells. */
export const createVpc: Transition<Ec2Request<Create>, Ec2Result<Create>> = (state, request, site) => {
  if (canonicalCidr(request.CidrBlock) === null)
    return refuse('InvalidParameterValue', `Value (${request.CidrBlock}) for parameter cidrBlock is invalid.`);
  if (state.vpcs.size >= site.quotas.vpcs) return refuse('VpcLimitExceeded');
  const tags = readTags(request.TagSpecifications, 'vpc', site.quotas.tags);
  if (isRefused(tags)) return tags;
  const [after, vpc] = addVpc(state, {
    ...{ cidr: request.CidrBlock, tenancy: request.InstanceTenancy ?? 'default', isDefault: false, tags },
    hasIpv6: request.AmazonProvidedIpv6CidrBlock ?? false,
  });
  return { state: after, result: { Vpc: { ...writeVpc(after, vpc), State: 'pending' } } };
};

/** DeleteVpc: takes its default group with it, but no other group and no interface. */
export const deleteVpc: Transition<Ec2Request<Delete>, Ec2Result<Delete>> = (state, { VpcId }, site) => {
  const vpc = site.seen.vpcs.has(VpcId) ? state.vpcs.get(VpcId) : undefined;
  if (vpc === undefined) return refuse('InvalidVpcID.NotFound', VpcId);
  const groups = [...state.groups.values()].filter((group) => group.vpc === VpcId);
  const worn = [...state.interfaces.values()].some((each) => each.vpc === VpcId);
  if (worn || groups.length > 1)
    return refuse('DependencyViolation', `The vpc '${VpcId}' has dependencies and cannot be deleted.`);
  return {
    state: withoutHeld(withoutHeld(state, 'groups', vpc.defaultGroup), 'vpcs', VpcId),
    result: { Return: true },
  };
};

/** The state with one more VPC, its default group and its subnet. For estates that stand before the first call, too. */
export function addVpc(
  state: Ec2State,
  asked: Pick<HeldVpc, 'cidr' | 'tenancy' | 'hasIpv6' | 'isDefault' | 'tags'>,
): readonly [state: Ec2State, vpc: HeldVpc] {
  const [id, one] = takeId(state, 'vpc');
  const [subnet, two] = takeId(one, 'subnet');
  const [defaultGroup, three] = takeId(two, 'sg');
  const [own, four] = takeId(three, 'sgr');
  const [egress, five] = openEgress(four, asked);
  const peer = { kind: 'group', value: defaultGroup } as const;
  const self: HeldRule = {
    ...{ id: own, direction: 'ingress', protocol: '-1', ports: null, peer, description: null, tags: {} },
  };
  const group: HeldGroup = {
    ...{ id: defaultGroup, name: 'default', description: 'default VPC security group', vpc: id, tags: {} },
    rules: [self, ...egress],
  };
  const vpc: HeldVpc = { id, subnet, defaultGroup, ...asked };
  return [withHeld(withHeld(five, 'groups', group), 'vpcs', vpc), vpc];
}
