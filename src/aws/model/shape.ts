/** A tag, as the SDK spells it. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Tags that a call gives to what it makes. */
export interface TagSpecification {
  readonly ResourceType: string;
  readonly Tags: readonly Tag[];
}

/** A filter of a describe call. Several values are alternatives, several filters must all fit. */
export interface Filter {
  readonly Name: string;
  readonly Values: readonly string[];
}

export interface IpRange {
  readonly CidrIp: string;
  readonly Description?: string;
}

export interface Ipv6Range {
  readonly CidrIpv6: string;
  readonly Description?: string;
}

export interface PrefixListId {
  readonly PrefixListId: string;
  readonly Description?: string;
}

export interface UserIdGroupPair {
  readonly GroupId?: string;
  readonly GroupName?: string;
  readonly UserId?: string;
  readonly VpcId?: string;
  readonly VpcPeeringConnectionId?: string;
  readonly PeeringStatus?: string;
  readonly Description?: string;
}

/** Several rules of one protocol and range of ports (EC2 API reference, IpPermission). */
export interface IpPermission {
  readonly IpProtocol: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly IpRanges?: readonly IpRange[];
  readonly Ipv6Ranges?: readonly Ipv6Range[];
  readonly PrefixListIds?: readonly PrefixListId[];
  readonly UserIdGroupPairs?: readonly UserIdGroupPair[];
}

/** One rule as ModifySecurityGroupRules takes it: whole, with exactly one of the four peers. */
export interface SecurityGroupRuleRequest {
  readonly IpProtocol?: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly CidrIpv4?: string;
  readonly CidrIpv6?: string;
  readonly PrefixListId?: string;
  readonly ReferencedGroupId?: string;
  readonly Description?: string;
}

/** One rule as DescribeSecurityGroupRules and Authorize answer it. */
export interface SecurityGroupRule {
  readonly SecurityGroupRuleId: string;
  readonly GroupId: string;
  readonly GroupOwnerId: string;
  readonly IsEgress: boolean;
  readonly IpProtocol: string;
  readonly FromPort: number;
  readonly ToPort: number;
  readonly CidrIpv4?: string;
  readonly CidrIpv6?: string;
  readonly PrefixListId?: string;
  readonly ReferencedGroupInfo?: { readonly GroupId: string; readonly UserId: string };
  readonly Description?: string;
  readonly Tags: readonly Tag[];
  readonly SecurityGroupRuleArn: string;
}

/** One rule as Revoke answers it: no owner, no tags, no ARN, and its peer group without an account. */
export interface RevokedSecurityGroupRule {
  readonly SecurityGroupRuleId: string;
  readonly GroupId: string;
  readonly IsEgress: boolean;
  readonly IpProtocol: string;
  readonly FromPort: number;
  readonly ToPort: number;
  readonly CidrIpv4?: string;
  readonly CidrIpv6?: string;
  readonly PrefixListId?: string;
  readonly ReferencedGroupId?: string;
  readonly Description?: string;
}

export interface SecurityGroup {
  readonly GroupId: string;
  readonly GroupName: string;
  readonly Description: string;
  readonly OwnerId: string;
  readonly VpcId: string;
  readonly Tags: readonly Tag[];
  readonly IpPermissions: readonly IpPermission[];
  readonly IpPermissionsEgress: readonly IpPermission[];
  readonly SecurityGroupArn: string;
}

export interface ManagedPrefixList {
  readonly PrefixListId: string;
  readonly PrefixListName: string;
  readonly AddressFamily: 'IPv4' | 'IPv6';
  readonly State: string;
  readonly StateMessage?: string;
  readonly PrefixListArn: string;
  readonly MaxEntries: number;
  readonly Version: number;
  readonly Tags: readonly Tag[];
  readonly OwnerId: string;
}

export interface PrefixListEntry {
  readonly Cidr: string;
  readonly Description?: string;
}

export interface NetworkInterface {
  readonly NetworkInterfaceId: string;
  readonly SubnetId: string;
  readonly VpcId: string;
  readonly Description: string;
  readonly OwnerId: string;
  readonly RequesterId: string;
  readonly RequesterManaged: boolean;
  readonly Status: 'pending' | 'available' | 'in-use';
  readonly PrivateIpAddress: string;
  readonly SourceDestCheck: boolean;
  readonly InterfaceType: string;
  readonly Groups: readonly { readonly GroupId: string; readonly GroupName: string }[];
  readonly Association?: { readonly PublicIp: string };
  readonly Attachment?: { readonly InstanceId: string };
  readonly TagSet: readonly Tag[];
}

export interface InternetGateway {
  readonly InternetGatewayId: string;
  readonly OwnerId: string;
  readonly Attachments: readonly { readonly State: string; readonly VpcId: string }[];
  readonly Tags: readonly Tag[];
}

export interface VpcBlockPublicAccessOptions {
  readonly AwsAccountId: string;
  readonly AwsRegion: string;
  readonly State: 'default-state' | 'update-complete';
  readonly InternetGatewayBlockMode: 'off' | 'block-ingress' | 'block-bidirectional';
  readonly ManagedBy: 'account';
  readonly ExclusionsAllowed: 'allowed';
}

export interface VpcBlockPublicAccessExclusion {
  readonly ExclusionId: string;
  readonly InternetGatewayExclusionMode: 'allow-bidirectional' | 'allow-egress';
  readonly ResourceArn: string;
  readonly State: 'create-complete';
}

export interface Vpc {
  readonly VpcId: string;
  readonly OwnerId: string;
  readonly State: string;
  readonly CidrBlock: string;
  readonly InstanceTenancy: string;
  readonly IsDefault: boolean;
  readonly Tags: readonly Tag[];
}
