import type { Json, JsonObject } from '../../../core/leaf/canonical.ts';
import type { AuthorizeRequest, Ec2Call, Ec2Request, RevokeRequest } from '../call.ts';
import type { Filter, IpPermission, TagSpecification, UserIdGroupPair } from '../shape.ts';
import type { Era } from './era.ts';

/** A list of the classic dialect: an object with `items`, and without them when there are none. */
export function items(all: readonly Json[] | undefined): JsonObject {
  return all === undefined || all.length === 0 ? {} : { items: all };
}

/** The object without what is undefined. */
export function only(fields: { readonly [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The `requestParameters` of a call that EC2 renders in the classic dialect; empty for calls that it does not. */
export function renderClassicRequest(call: Ec2Call, era: Era): JsonObject {
  switch (call.action) {
    case 'AuthorizeSecurityGroupIngress':
    case 'AuthorizeSecurityGroupEgress':
      return authorize(call.request, era);
    case 'RevokeSecurityGroupIngress':
    case 'RevokeSecurityGroupEgress':
      return revoke(call.request, era);
    case 'CreateSecurityGroup': {
      const { GroupName, Description, VpcId, TagSpecifications } = call.request;
      return only({
        ...{ groupName: GroupName, groupDescription: Description, vpcId: VpcId },
        tagSpecificationSet: tagSpecifications(TagSpecifications),
      });
    }
    case 'DeleteSecurityGroup':
      return only({ groupId: call.request.GroupId, groupName: call.request.GroupName });
    case 'CreateTags':
    case 'DeleteTags':
      return tags(call.request);
    case 'CreateNetworkInterface':
      return createInterface(call.request);
    case 'ModifyNetworkInterfaceAttribute':
      return modifyInterface(call.request);
    case 'DeleteNetworkInterface':
      return { networkInterfaceId: call.request.NetworkInterfaceId };
    case 'CreateVpc':
      return only({
        cidrBlock: call.request.CidrBlock,
        instanceTenancy: call.request.InstanceTenancy ?? 'default',
        amazonProvidedIpv6CidrBlock: call.request.AmazonProvidedIpv6CidrBlock ?? false,
        tagSpecificationSet: tagSpecifications(call.request.TagSpecifications),
      });
    case 'DeleteVpc':
      return { vpcId: call.request.VpcId };
    case 'CreateInternetGateway':
      return only({ tagSpecificationSet: tagSpecifications(call.request.TagSpecifications) });
    case 'AttachInternetGateway':
    case 'DetachInternetGateway':
      return { internetGatewayId: call.request.InternetGatewayId, vpcId: call.request.VpcId };
    case 'DescribeInternetGateways':
      return look(call.request, {
        internetGatewayIdSet: items(
          call.request.InternetGatewayIds?.map((internetGatewayId) => ({ internetGatewayId })),
        ),
      });
    case 'DescribeSecurityGroups':
      return look(call.request, {
        securityGroupSet: items(call.request.GroupNames?.map((groupName) => ({ groupName }))),
        securityGroupIdSet: items(call.request.GroupIds?.map((groupId) => ({ groupId }))),
      });
    case 'DescribeNetworkInterfaces':
      return look(call.request, {
        networkInterfaceIdSet: items(
          call.request.NetworkInterfaceIds?.map((networkInterfaceId) => ({ networkInterfaceId })),
        ),
      });
    case 'DescribeVpcs':
      return look(call.request, { vpcSet: items(call.request.VpcIds?.map((vpcId) => ({ vpcId }))) });
    default:
      return {};
  }
}

function authorize(request: AuthorizeRequest, era: Era): JsonObject {
  return only({ ...rules(request, era), tagSpecificationSet: tagSpecifications(request.TagSpecifications) });
}

function revoke(request: RevokeRequest, era: Era): JsonObject {
  const ids = request.SecurityGroupRuleIds?.map((securityGroupRuleId) => ({ securityGroupRuleId }));
  return only({ ...rules(request, era), securityGroupRuleIds: ids === undefined ? undefined : items(ids) });
}

/** `ipPermissions` stands there in every form, and is empty in the flat one and with rule ids. */
function rules(request: AuthorizeRequest, era: Era): { readonly [key: string]: Json | undefined } {
  return {
    ...{ groupId: request.GroupId, groupName: request.GroupName },
    ipPermissions: items(request.IpPermissions?.map((permission) => renderPermission(permission, era))),
    ...{ ipProtocol: request.IpProtocol, fromPort: request.FromPort, toPort: request.ToPort, cidrIp: request.CidrIp },
    sourceSecurityGroupName: request.SourceSecurityGroupName,
    sourceSecurityGroupOwnerId: request.SourceSecurityGroupOwnerId,
  };
}

/** One permission as it was sent: nothing in it is made canonical. */
export function renderPermission(permission: IpPermission, era: Era): JsonObject {
  const v6 = permission.Ipv6Ranges?.map((each) => only({ cidrIpv6: each.CidrIpv6, description: each.Description }));
  const lists = permission.PrefixListIds?.map((each) =>
    only({ prefixListId: each.PrefixListId, description: each.Description }),
  );
  return only({
    ...{ ipProtocol: permission.IpProtocol, fromPort: permission.FromPort, toPort: permission.ToPort },
    groups: items(permission.UserIdGroupPairs?.map(renderPair)),
    ipRanges: items(permission.IpRanges?.map((each) => only({ cidrIp: each.CidrIp, description: each.Description }))),
    ...(era < 2017 ? {} : { ipv6Ranges: items(v6), prefixListIds: items(lists) }),
  });
}

function renderPair(pair: UserIdGroupPair): JsonObject {
  return only({
    ...{ userId: pair.UserId, groupId: pair.GroupId, groupName: pair.GroupName, vpcId: pair.VpcId },
    ...{ vpcPeeringConnectionId: pair.VpcPeeringConnectionId, peeringStatus: pair.PeeringStatus },
    description: pair.Description,
  });
}

/** The tags of a specification are a plain list, alone in this dialect. */
function tagSpecifications(given: readonly TagSpecification[] | undefined): JsonObject | undefined {
  if (given === undefined) return undefined;
  return items(
    given.map(({ ResourceType, Tags }) => ({
      resourceType: ResourceType,
      tags: Tags.map(({ Key, Value }) => ({ key: Key, value: Value })),
    })),
  );
}

function tags({ Resources, Tags }: Ec2Request<'CreateTags'>): JsonObject {
  return {
    resourcesSet: items(Resources.map((resourceId) => ({ resourceId }))),
    tagSet: items(Tags?.map(({ Key, Value }) => only({ key: Key, value: Value }))),
  };
}

function createInterface(request: Ec2Request<'CreateNetworkInterface'>): JsonObject {
  return only({
    ...{ subnetId: request.SubnetId, description: request.Description },
    groupSet: items(request.Groups?.map((groupId) => ({ groupId }))),
    privateIpAddressesSet: items(
      request.PrivateIpAddresses?.map((each) => ({ privateIpAddress: each.PrivateIpAddress, primary: each.Primary })),
    ),
    ipv6AddressCount: request.Ipv6AddressCount,
    tagSpecificationSet: tagSpecifications(request.TagSpecifications),
    clientToken: request.ClientToken,
  });
}

function modifyInterface(request: Ec2Request<'ModifyNetworkInterfaceAttribute'>): JsonObject {
  const { NetworkInterfaceId, Groups, Description, SourceDestCheck } = request;
  return only({
    networkInterfaceId: NetworkInterfaceId,
    groupSet: Groups === undefined ? undefined : items(Groups.map((groupId) => ({ groupId }))),
    description: Description === undefined ? undefined : { value: Description.Value },
    sourceDestCheck: SourceDestCheck === undefined ? undefined : { value: SourceDestCheck.Value },
  });
}

function look(
  request: { readonly Filters?: readonly Filter[]; readonly MaxResults?: number; readonly NextToken?: string },
  named: JsonObject,
): JsonObject {
  const filters = request.Filters?.map(({ Name, Values }) => ({
    name: Name,
    valueSet: items(Values.map((value) => ({ value }))),
  }));
  return only({
    ...{ maxResults: request.MaxResults, ...named },
    ...{ filterSet: items(filters), nextToken: request.NextToken },
  });
}
