import type { JsonObject } from '../../../core/leaf/canonical.ts';
import type { AuthorizeResult, Ec2Action, Ec2Call, Ec2Result, RevokeResult } from '../call.ts';
import { digitsOf } from '../ids.ts';
import type { NetworkInterface, RevokedSecurityGroupRule, SecurityGroupRule, Tag, Vpc } from '../shape.ts';
import { items, only, renderPermission } from './classic-request.ts';
import type { Era } from './era.ts';
import type { RecordHead } from './render.ts';

/** The `responseElements` of a write that EC2 renders in the classic dialect. */
export function renderClassicAnswer(
  { action, request }: Ec2Call,
  result: Ec2Result<Ec2Action>,
  head: RecordHead,
): JsonObject {
  const named = head.era < 2019 ? {} : { requestId: head.requestId };
  const done = { ...named, _return: true };
  switch (action) {
    case 'AuthorizeSecurityGroupIngress':
    case 'AuthorizeSecurityGroupEgress': {
      const { SecurityGroupRules } = result as AuthorizeResult;
      const set = items(SecurityGroupRules.map((rule) => ruleOf(rule, head.era)));
      return head.era < 2021 ? done : { ...done, securityGroupRuleSet: set };
    }
    case 'RevokeSecurityGroupIngress':
    case 'RevokeSecurityGroupEgress':
      return revoked(done, result as RevokeResult, head.era);
    case 'CreateSecurityGroup': {
      const { GroupId, Tags, SecurityGroupArn } = result as Ec2Result<typeof action>;
      return only({
        ...{ ...done, groupId: GroupId, tagSet: Tags.length === 0 ? undefined : tagSet(Tags) },
        securityGroupArn: head.era < 2024 ? undefined : SecurityGroupArn,
      });
    }
    case 'DeleteSecurityGroup':
      return head.era < 2026 ? done : { ...done, groupId: (result as Ec2Result<typeof action>).GroupId };
    case 'CreateNetworkInterface': {
      const { NetworkInterface } = result as Ec2Result<typeof action>;
      const isDescribed = 'Description' in request && request.Description !== undefined;
      return { ...named, networkInterface: interfaceOf(NetworkInterface, isDescribed, head) };
    }
    case 'CreateVpc':
      return { ...named, vpc: vpcOf((result as Ec2Result<typeof action>).Vpc) };
    case 'CreateInternetGateway': {
      const { InternetGatewayId, OwnerId, Tags } = (result as Ec2Result<typeof action>).InternetGateway;
      const made = { internetGatewayId: InternetGatewayId, ownerId: OwnerId, attachmentSet: {}, tagSet: tagSet(Tags) };
      return { ...named, internetGateway: made };
    }
    default:
      return done;
  }
}

function ruleOf(rule: SecurityGroupRule, era: Era): JsonObject {
  const { ReferencedGroupInfo: group } = rule;
  return only({
    groupOwnerId: rule.GroupOwnerId,
    ...contentOf(rule),
    referencedGroupInfo: group === undefined ? undefined : { groupId: group.GroupId, userId: group.UserId },
    tagSet: rule.Tags.length === 0 ? undefined : tagSet(rule.Tags),
    securityGroupRuleArn: era < 2024 ? undefined : rule.SecurityGroupRuleArn,
  });
}

function contentOf(rule: SecurityGroupRule | RevokedSecurityGroupRule): JsonObject {
  return only({
    ...{ groupId: rule.GroupId, securityGroupRuleId: rule.SecurityGroupRuleId, description: rule.Description },
    ...{ isEgress: rule.IsEgress, ipProtocol: rule.IpProtocol, fromPort: rule.FromPort, toPort: rule.ToPort },
    ...{ cidrIpv4: rule.CidrIpv4, cidrIpv6: rule.CidrIpv6, prefixListId: rule.PrefixListId },
  });
}

function revoked(
  done: JsonObject,
  { UnknownIpPermissions, RevokedSecurityGroupRules }: RevokeResult,
  era: Era,
): JsonObject {
  const unknown = UnknownIpPermissions?.map((permission) => renderPermission(permission, era));
  const gone = RevokedSecurityGroupRules.map((rule) =>
    only({ ...contentOf(rule), referencedGroupId: rule.ReferencedGroupId }),
  );
  return only({
    ...done,
    unknownIpPermissionSet: unknown === undefined ? undefined : items(unknown),
    revokedSecurityGroupRuleSet: era < 2026 ? undefined : items(gone),
  });
}

function tagSet(tags: readonly Tag[]): JsonObject {
  return items(tags.map(({ Key, Value }) => ({ key: Key, value: Value })));
}

function interfaceOf(made: NetworkInterface, isDescribed: boolean, { region }: RecordHead): JsonObject {
  const address = { privateIpAddress: made.PrivateIpAddress, primary: true };
  return only({
    ...{ networkInterfaceId: made.NetworkInterfaceId, subnetId: made.SubnetId, vpcId: made.VpcId },
    ...{
      availabilityZone: `${region}a`,
      description: isDescribed ? made.Description : undefined,
      ownerId: made.OwnerId,
    },
    ...{ requesterId: made.RequesterId, requesterManaged: made.RequesterManaged, status: made.Status },
    macAddress: `02:${digitsOf(made.NetworkInterfaceId, 10).match(/../g)!.join(':')}`,
    ...{ privateIpAddress: made.PrivateIpAddress, sourceDestCheck: made.SourceDestCheck },
    interfaceType: made.InterfaceType,
    groupSet: items(made.Groups.map(({ GroupId, GroupName }) => ({ groupId: GroupId, groupName: GroupName }))),
    privateIpAddressesSet: { item: [address] },
    ipv6AddressesSet: {},
    tagSet: tagSet(made.TagSet),
  });
}

function vpcOf(made: Vpc): JsonObject {
  const digits = made.VpcId.slice('vpc-'.length);
  const associated = { cidrBlock: made.CidrBlock, associationId: `vpc-cidr-assoc-${digits}` };
  return only({
    ...{ vpcId: made.VpcId, state: made.State, ownerId: made.OwnerId, cidrBlock: made.CidrBlock },
    cidrBlockAssociationSet: items([{ ...associated, cidrBlockState: { state: 'associated' } }]),
    ipv6CidrBlockAssociationSet: {},
    ...{ dhcpOptionsId: `dopt-0${digitsOf(made.OwnerId, 16)}`, instanceTenancy: made.InstanceTenancy },
    tagSet: tagSet(made.Tags),
    isDefault: made.IsDefault,
  });
}
