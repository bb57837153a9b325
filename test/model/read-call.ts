import type { Ec2Action, Ec2Call } from '../../src/aws/model/call.ts';
import { ec2Actions } from '../../src/aws/model/perform.ts';
import type { Tag, TagSpecification } from '../../src/aws/model/shape.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';

/** JSON of a record, read without asking what it is: a wrong guess shows as a difference. */
// biome-ignore lint/suspicious/noExplicitAny: the other way round from the renderer, on purpose by another road
type Loose = any;

/** Says whether a record is of a call that the model understands. */
export function isModelled(record: JsonObject): boolean {
  const { eventSource, eventName } = record;
  return eventSource === 'ec2.amazonaws.com' && ec2Actions.includes(eventName as Ec2Action);
}

/** The call that a record tells of, in the SDK's spelling; `null` when its request is lost. */
export function readCall(record: JsonObject): Ec2Call | null {
  const action = record.eventName as Ec2Action;
  const asked = record.requestParameters as Loose;
  if (asked === null || typeof asked !== 'object') return null;
  const inner = asked[`${action}Request`];
  const dry = record.errorCode === 'Client.DryRunOperation' ? { DryRun: true } : {};
  const request = inner === undefined ? readClassic(action, asked) : readWrapped(action, inner === '' ? {} : inner);
  return { action, request: { ...request, ...dry } } as Ec2Call;
}

function readClassic(action: Ec2Action, asked: Loose): Loose {
  switch (action) {
    case 'CreateSecurityGroup':
      return given({
        ...{ GroupName: asked.groupName, Description: asked.groupDescription, VpcId: asked.vpcId },
        TagSpecifications: specifications(asked),
      });
    case 'CreateTags':
    case 'DeleteTags':
      return given({
        Resources: asked.resourcesSet.items.map((each: Loose) => each.resourceId),
        Tags: asked.tagSet.items?.map((tag: Loose) => given({ Key: tag.key, Value: tag.value })),
      });
    case 'CreateVpc':
      return given({
        ...{ CidrBlock: asked.cidrBlock, InstanceTenancy: asked.instanceTenancy },
        AmazonProvidedIpv6CidrBlock: asked.amazonProvidedIpv6CidrBlock,
        TagSpecifications: specifications(asked),
      });
    case 'DeleteVpc':
      return { VpcId: asked.vpcId };
    case 'CreateNetworkInterface':
      return given({
        ...{ SubnetId: asked.subnetId, Description: asked.description, ClientToken: asked.clientToken },
        Groups: asked.groupSet?.items?.map((each: Loose) => each.groupId),
        PrivateIpAddresses: asked.privateIpAddressesSet?.items?.map((each: Loose) => ({
          ...{ PrivateIpAddress: each.privateIpAddress, Primary: each.primary },
        })),
        ...{ Ipv6AddressCount: asked.ipv6AddressCount, TagSpecifications: specifications(asked) },
      });
    case 'ModifyNetworkInterfaceAttribute':
      return given({
        NetworkInterfaceId: asked.networkInterfaceId,
        Groups: asked.groupSet?.items?.map((each: Loose) => each.groupId),
        SourceDestCheck: asked.sourceDestCheck && { Value: asked.sourceDestCheck.value },
      });
    case 'DeleteNetworkInterface':
      return { NetworkInterfaceId: asked.networkInterfaceId };
    case 'DescribeSecurityGroups':
      return given({ ...look(asked), GroupIds: asked.securityGroupIdSet?.items?.map((each: Loose) => each.groupId) });
    case 'DescribeNetworkInterfaces': {
      const NetworkInterfaceIds = asked.networkInterfaceIdSet?.items?.map((each: Loose) => each.networkInterfaceId);
      return given({ ...look(asked), NetworkInterfaceIds });
    }
    case 'DescribeInternetGateways': {
      const InternetGatewayIds = asked.internetGatewayIdSet?.items?.map((each: Loose) => each.internetGatewayId);
      return given({ ...look(asked), InternetGatewayIds });
    }
    case 'DescribeVpcs':
      return given({ ...look(asked), VpcIds: asked.vpcSet?.items?.map((each: Loose) => each.vpcId) });
    default:
      return readRules(asked);
  }
}

function readRules(asked: Loose): Loose {
  return given({
    ...{ GroupId: asked.groupId, GroupName: asked.groupName },
    IpPermissions: asked.ipPermissions?.items?.map((each: Loose) =>
      given({
        ...{ IpProtocol: each.ipProtocol, FromPort: each.fromPort, ToPort: each.toPort },
        IpRanges: each.ipRanges?.items?.map((one: Loose) =>
          given({ CidrIp: one.cidrIp, Description: one.description }),
        ),
        Ipv6Ranges: each.ipv6Ranges?.items?.map((one: Loose) =>
          given({ CidrIpv6: one.cidrIpv6, Description: one.description }),
        ),
        PrefixListIds: each.prefixListIds?.items?.map((one: Loose) =>
          given({ PrefixListId: one.prefixListId, Description: one.description }),
        ),
        UserIdGroupPairs: each.groups?.items?.map((one: Loose) =>
          given({
            ...{ UserId: one.userId, GroupId: one.groupId, GroupName: one.groupName, VpcId: one.vpcId },
            ...{ VpcPeeringConnectionId: one.vpcPeeringConnectionId, Description: one.description },
          }),
        ),
      }),
    ),
    ...{ IpProtocol: asked.ipProtocol, FromPort: asked.fromPort, ToPort: asked.toPort, CidrIp: asked.cidrIp },
    SourceSecurityGroupName: asked.sourceSecurityGroupName,
    SourceSecurityGroupOwnerId: asked.sourceSecurityGroupOwnerId,
    SecurityGroupRuleIds: asked.securityGroupRuleIds?.items.map((each: Loose) => each.securityGroupRuleId),
    TagSpecifications: specifications(asked),
  });
}

function readWrapped(action: Ec2Action, asked: Loose): Loose {
  switch (action) {
    case 'ModifySecurityGroupRules':
      return given({
        GroupId: asked.GroupId,
        SecurityGroupRules: many(asked.SecurityGroupRule).map(({ SecurityGroupRuleId, SecurityGroupRule }: Loose) => ({
          SecurityGroupRuleId,
          SecurityGroupRule: service(SecurityGroupRule),
        })),
      });
    case 'UpdateSecurityGroupRuleDescriptionsIngress':
    case 'UpdateSecurityGroupRuleDescriptionsEgress':
      return given({
        GroupId: asked.GroupId,
        IpPermissions: asked.IpPermissions && many(asked.IpPermissions).map(permission),
        SecurityGroupRuleDescriptions:
          asked.SecurityGroupRuleDescription && many(asked.SecurityGroupRuleDescription).map(described),
      });
    case 'DescribeSecurityGroupRules':
    case 'DescribeManagedPrefixLists': {
      const { Filter, ...others } = untagged(asked);
      const Filters =
        Filter && many(Filter).map(({ Name, Value }: Loose) => ({ Name, Values: many(Value).map(content) }));
      return given({ ...others, Filters });
    }
    default: {
      const { Entry, AddEntry, RemoveEntry, ...others } = asked;
      return given({
        ...others,
        Entries: Entry && many(Entry).map(untagged),
        AddEntries: AddEntry && many(AddEntry).map(untagged),
        RemoveEntries: RemoveEntry && many(RemoveEntry).map(untagged),
      });
    }
  }
}

function permission(each: Loose): Loose {
  return given({
    ...service(untagged({ ...each, IpRanges: undefined, Ipv6Ranges: undefined })),
    IpRanges: each.IpRanges && many(each.IpRanges).map(described),
    Ipv6Ranges: each.Ipv6Ranges && many(each.Ipv6Ranges).map(described),
  });
}

function described(each: Loose): Loose {
  const { Description, ...others } = untagged(each);
  return given({ ...others, Description: Description === undefined ? undefined : String(Description) });
}

function service({ IpProtocol, FromPort, ToPort, ...others }: Loose): Loose {
  const number = (value: Loose) => (value === undefined ? undefined : Number(value));
  const said = described(others);
  return given({ ...said, IpProtocol: String(IpProtocol), FromPort: number(FromPort), ToPort: number(ToPort) });
}

function look(asked: Loose): Loose {
  const Filters = asked.filterSet?.items?.map((each: Loose) => ({
    ...{ Name: each.name, Values: each.valueSet.items.map((one: Loose) => one.value) },
  }));
  return { Filters, MaxResults: asked.maxResults, NextToken: asked.nextToken };
}

function specifications(asked: Loose): readonly TagSpecification[] | undefined {
  return asked.tagSpecificationSet?.items.map((each: Loose) => ({
    ResourceType: each.resourceType,
    Tags: each.tags.map((tag: Loose): Tag => ({ Key: tag.key, Value: tag.value })),
  }));
}

function many(value: Loose): Loose[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function content(value: Loose): string {
  return String(value.content);
}

function untagged({ tag: _, ...others }: Loose): Loose {
  return others;
}

function given(fields: Loose): Loose {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
