import type { Ec2Request, Ec2Result } from '../call.ts';
import { takeId } from '../ids.ts';
import { writeGateway } from '../interface-shape.ts';
import { isRefused, type Refused, refuse } from '../refusal.ts';
import type { Site, Transition } from '../site.ts';
import type { Ec2State, HeldGateway } from '../state.ts';
import { readTags } from './tag-specification.ts';

type Create = 'CreateInternetGateway';
type Attach = 'AttachInternetGateway';
type Detach = 'DetachInternetGateway';

/** CreateInternetGateway: attached to nothing yet. */
export const createGateway: Transition<Ec2Request<Create>, Ec2Result<Create>> = (state, request, site) => {
  const tags = readTags(request.TagSpecifications, 'internet-gateway', site.quotas.tags);
  if (isRefused(tags)) return tags;
  const [id, next] = takeId(state, 'igw');
  const gateway: HeldGateway = { id, vpc: null, tags };
  return { state: withGateway(next, gateway), result: { InternetGateway: writeGateway(state, gateway) } };
};

/** AttachInternetGateway: one to a VPC, and one VPC to a gateway. */
export const attachGateway: Transition<Ec2Request<Attach>, Ec2Result<Attach>> = (state, request, site) => {
  const gateway = findGateway(state, request.InternetGatewayId);
  if (isRefused(gateway)) return gateway;
  if (!isThere(state, site, request.VpcId)) return refuse('InvalidVpcID.NotFound', request.VpcId);
  if (gateway.vpc !== null) return refuse('Resource.AlreadyAssociated', gateway.id);
  const other = [...(state.gateways ?? new Map<string, HeldGateway>()).values()].some(
    ({ vpc }) => vpc === request.VpcId,
  );
  if (other)
    return refuse('InvalidParameterValue', `Network ${request.VpcId} already has an internet gateway attached`);
  return { state: withGateway(state, { ...gateway, vpc: request.VpcId }), result: { Return: true } };
};

/** DetachInternetGateway: not while an interface of the VPC has a public address. */
export const detachGateway: Transition<Ec2Request<Detach>, Ec2Result<Detach>> = (state, request, site) => {
  const gateway = findGateway(state, request.InternetGatewayId);
  if (isRefused(gateway)) return gateway;
  if (!isThere(state, site, request.VpcId)) return refuse('InvalidVpcID.NotFound', request.VpcId);
  if (gateway.vpc !== request.VpcId) return refuse('Gateway.NotAttached', gateway.id);
  const isMapped = [...state.interfaces.values()].some(
    ({ vpc, publicAddress }) => vpc === request.VpcId && publicAddress !== null,
  );
  if (isMapped)
    return refuse(
      'DependencyViolation',
      `Network ${request.VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    );
  return { state: withGateway(state, { ...gateway, vpc: null }), result: { Return: true } };
};

function findGateway(state: Ec2State, id: string): HeldGateway | Refused {
  return state.gateways?.get(id) ?? refuse('InvalidInternetGatewayID.NotFound', id);
}

function isThere(state: Ec2State, { seen }: Site, vpc: string): boolean {
  return seen.vpcs.has(vpc) && state.vpcs.has(vpc);
}

function withGateway(state: Ec2State, gateway: HeldGateway): Ec2State {
  return { ...state, gateways: new Map(state.gateways).set(gateway.id, gateway) };
}
