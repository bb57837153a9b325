import type { Ec2Request, Ec2Result } from '../call.ts';
import { writeGateway } from '../interface-shape.ts';
import { isRefused, refuse } from '../refusal.ts';
import type { Transition } from '../site.ts';
import { arnOf, type HeldGateway } from '../state.ts';
import { applyFilters, tagFacets } from './filter.ts';
import { pageOf } from './page.ts';

type Gateways = 'DescribeInternetGateways';
type Options = 'DescribeVpcBlockPublicAccessOptions';
type Exclusions = 'DescribeVpcBlockPublicAccessExclusions';

/** DescribeInternetGateways: by id or filter, each with the VPC that it is attached to. */
export const describeGateways: Transition<Ec2Request<Gateways>, Ec2Result<Gateways>> = (state, request) => {
  const { InternetGatewayIds = [], Filters = [] } = request;
  const all = state.gateways ?? new Map<string, HeldGateway>();
  const named: HeldGateway[] = [];
  for (const id of InternetGatewayIds) {
    const gateway = all.get(id);
    if (gateway === undefined) return refuse('InvalidInternetGatewayID.NotFound', id);
    named.push(gateway);
  }
  const found = applyFilters(InternetGatewayIds.length > 0 ? named : [...all.values()], Filters, (gateway) =>
    tagFacets(gateway.tags, (name) => {
      if (name === 'internet-gateway-id') return [gateway.id];
      if (name === 'attachment.state') return gateway.vpc === null ? [] : ['available'];
      return name === 'attachment.vpc-id' ? (gateway.vpc === null ? [] : [gateway.vpc]) : null;
    }),
  );
  if (isRefused(found)) return found;
  const part = pageOf(found, request);
  if (isRefused(part)) return part;
  return { state, result: { InternetGateways: part.page.map((each) => writeGateway(state, each)), ...part.more } };
};

/** DescribeVpcBlockPublicAccessOptions: one answer for the account and region. */
export const describeBlock: Transition<Ec2Request<Options>, Ec2Result<Options>> = (state) => {
  const { account, region, block } = state;
  const VpcBlockPublicAccessOptions = {
    ...{ AwsAccountId: account, AwsRegion: region },
    State: block === undefined ? ('default-state' as const) : ('update-complete' as const),
    InternetGatewayBlockMode: block?.mode ?? ('off' as const),
    ...{ ManagedBy: 'account' as const, ExclusionsAllowed: 'allowed' as const },
  };
  return { state, result: { VpcBlockPublicAccessOptions } };
};

/** DescribeVpcBlockPublicAccessExclusions: VPCs and subnets that the block lets something into or out of. */
export const describeExclusions: Transition<Ec2Request<Exclusions>, Ec2Result<Exclusions>> = (state, request) => {
  const { ExclusionIds = [], Filters = [] } = request;
  const wanted = (state.block?.exclusions ?? []).filter(
    ({ id }) => ExclusionIds.length === 0 || ExclusionIds.includes(id),
  );
  const found = applyFilters(wanted, Filters, ({ on, mode }) =>
    tagFacets({}, (name) => {
      if (name === 'resource-arn') return [arnOf(state, on.kind, on.id)];
      return name === 'internet-gateway-exclusion-mode' ? [mode] : name === 'state' ? ['create-complete'] : null;
    }),
  );
  if (isRefused(found)) return found;
  const part = pageOf(found, request);
  if (isRefused(part)) return part;
  const VpcBlockPublicAccessExclusions = part.page.map(({ id, on, mode }) => ({
    ...{ ExclusionId: id, InternetGatewayExclusionMode: mode, ResourceArn: arnOf(state, on.kind, on.id) },
    State: 'create-complete' as const,
  }));
  return { state, result: { VpcBlockPublicAccessExclusions, ...part.more } };
};
