import type { Ec2Request, Ec2Result } from '../call.ts';
import { findInterface } from '../find.ts';
import { writeInterface, writeVpc } from '../interface-shape.ts';
import { isRefused, refuse } from '../refusal.ts';
import type { Transition } from '../site.ts';
import type { HeldInterface, HeldVpc } from '../state.ts';
import { applyFilters, tagFacets } from './filter.ts';
import { pageOf } from './page.ts';

type Interfaces = 'DescribeNetworkInterfaces';
type Vpcs = 'DescribeVpcs';

/** DescribeNetworkInterfaces: by id or filter; `group-id` is how one finds what a group protects. */
export const describeInterfaces: Transition<Ec2Request<Interfaces>, Ec2Result<Interfaces>> = (state, request, site) => {
  const { NetworkInterfaceIds = [], Filters = [] } = request;
  const named: HeldInterface[] = [];
  for (const id of NetworkInterfaceIds) {
    const held = findInterface(state, site, id);
    if (isRefused(held)) return held;
    named.push(held);
  }
  const found = applyFilters(NetworkInterfaceIds.length > 0 ? named : [...state.interfaces.values()], Filters, (each) =>
    tagFacets(each.tags, (name) => {
      if (name === 'group-id') return each.groups;
      if (name === 'group-name') return each.groups.flatMap((id) => state.groups.get(id)?.name ?? []);
      if (name === 'network-interface-id') return [each.id];
      if (name === 'subnet-id') return [each.subnet];
      if (name === 'vpc-id') return [each.vpc];
      if (name === 'description') return [each.description];
      return name === 'attachment.instance-id' ? (each.instance === null ? [] : [each.instance]) : null;
    }),
  );
  if (isRefused(found)) return found;
  const part = pageOf(found, request);
  if (isRefused(part)) return part;
  return { state, result: { NetworkInterfaces: part.page.map((each) => writeInterface(state, each)), ...part.more } };
};

/** DescribeVpcs: what tells a default VPC, where a revoke answers otherwise, from the others. */
export const describeVpcs: Transition<Ec2Request<Vpcs>, Ec2Result<Vpcs>> = (state, request) => {
  const { VpcIds = [], Filters = [] } = request;
  const named: HeldVpc[] = [];
  for (const id of VpcIds) {
    const vpc = state.vpcs.get(id);
    if (vpc === undefined) return refuse('InvalidVpcID.NotFound', id);
    named.push(vpc);
  }
  const found = applyFilters(VpcIds.length > 0 ? named : [...state.vpcs.values()], Filters, (vpc) =>
    tagFacets(vpc.tags, (name) => {
      if (name === 'vpc-id') return [vpc.id];
      if (name === 'is-default' || name === 'isDefault') return [String(vpc.isDefault)];
      return name === 'cidr' ? [vpc.cidr] : null;
    }),
  );
  if (isRefused(found)) return found;
  const part = pageOf(found, request);
  if (isRefused(part)) return part;
  return { state, result: { Vpcs: part.page.map((vpc) => writeVpc(state, vpc)), ...part.more } };
};
