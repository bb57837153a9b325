import type { JsonObject } from '../../../core/leaf/canonical.ts';
import type { DescriptionsRequest, Ec2Call } from '../call.ts';
import type { Filter, IpPermission, TagSpecification } from '../shape.ts';
import type { Era } from './era.ts';
import { type Plain, writePlain } from './wrapped.ts';

/** The `requestParameters` of a call that EC2 renders in the wrapped dialect: an empty request is an empty text. */
export function renderWrappedRequest(call: Ec2Call, era: Era): JsonObject {
  const written = writePlain(fieldsOf(call), era);
  return { [`${call.action}Request`]: Object.keys(written).length === 0 ? '' : written };
}

function fieldsOf(call: Ec2Call): { readonly [key: string]: Plain } {
  switch (call.action) {
    case 'ModifySecurityGroupRules':
      return {
        SecurityGroupRule: call.request.SecurityGroupRules.map(({ SecurityGroupRuleId, SecurityGroupRule = {} }) => ({
          SecurityGroupRuleId,
          SecurityGroupRule: { ...SecurityGroupRule },
        })),
        GroupId: call.request.GroupId,
      };
    case 'UpdateSecurityGroupRuleDescriptionsIngress':
    case 'UpdateSecurityGroupRuleDescriptionsEgress':
      return descriptions(call.request);
    case 'CreateManagedPrefixList':
      return {
        ...{ PrefixListName: call.request.PrefixListName, MaxEntries: call.request.MaxEntries },
        AddressFamily: call.request.AddressFamily,
        Entry: call.request.Entries?.map((entry) => ({ ...entry })),
        ClientToken: call.request.ClientToken,
        TagSpecification: call.request.TagSpecifications?.map(tagSpecification),
      };
    case 'ModifyManagedPrefixList':
      return {
        ...{ PrefixListId: call.request.PrefixListId, CurrentVersion: call.request.CurrentVersion },
        ...{ PrefixListName: call.request.PrefixListName, MaxEntries: call.request.MaxEntries },
        AddEntry: call.request.AddEntries?.map((entry) => ({ ...entry })),
        RemoveEntry: call.request.RemoveEntries?.map(({ Cidr }) => ({ Cidr })),
      };
    case 'RestoreManagedPrefixListVersion': {
      const { PrefixListId, PreviousVersion, CurrentVersion } = call.request;
      return { PrefixListId, PreviousVersion, CurrentVersion };
    }
    case 'DeleteManagedPrefixList':
      return { PrefixListId: call.request.PrefixListId };
    case 'DescribeSecurityGroupRules':
      return look(call.request, { SecurityGroupRuleId: call.request.SecurityGroupRuleIds });
    case 'DescribeManagedPrefixLists':
      return look(call.request, { PrefixListId: call.request.PrefixListIds });
    case 'GetManagedPrefixListEntries': {
      const { PrefixListId, TargetVersion, MaxResults, NextToken } = call.request;
      return { PrefixListId, TargetVersion, MaxResults, NextToken };
    }
    default:
      return {};
  }
}

function descriptions(request: DescriptionsRequest): { readonly [key: string]: Plain } {
  return {
    ...{ GroupId: request.GroupId, GroupName: request.GroupName },
    IpPermissions: request.IpPermissions?.map(permission),
    SecurityGroupRuleDescription: request.SecurityGroupRuleDescriptions?.map((each) => ({ ...each })),
  };
}

function permission({ UserIdGroupPairs, ...given }: IpPermission): Plain {
  return {
    ...{ IpProtocol: given.IpProtocol, FromPort: given.FromPort, ToPort: given.ToPort },
    IpRanges: given.IpRanges?.map((each) => ({ ...each })),
    Ipv6Ranges: given.Ipv6Ranges?.map((each) => ({ ...each })),
    PrefixListIds: given.PrefixListIds?.map((each) => ({ ...each })),
    Groups: UserIdGroupPairs?.map((each) => ({ ...each })),
  };
}

function tagSpecification({ ResourceType, Tags }: TagSpecification): Plain {
  return { ResourceType, Tag: Tags.map(({ Key, Value }) => ({ Key, Value })) };
}

function look(
  request: { readonly Filters?: readonly Filter[]; readonly MaxResults?: number; readonly NextToken?: string },
  named: { readonly [key: string]: Plain },
): { readonly [key: string]: Plain } {
  return {
    Filter: request.Filters?.map(({ Name, Values }) => ({ Name, Value: Values })),
    ...{ ...named, MaxResults: request.MaxResults, NextToken: request.NextToken },
  };
}
