import type {
  Filter,
  InternetGateway,
  IpPermission,
  ManagedPrefixList,
  NetworkInterface,
  PrefixListEntry,
  RevokedSecurityGroupRule,
  SecurityGroup,
  SecurityGroupRule,
  SecurityGroupRuleRequest,
  Tag,
  TagSpecification,
  Vpc,
  VpcBlockPublicAccessExclusion,
  VpcBlockPublicAccessOptions,
} from './shape.ts';

interface Dry {
  readonly DryRun?: boolean;
}

interface Paged extends Dry {
  readonly Filters?: readonly Filter[];
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface Page {
  readonly NextToken?: string;
}

interface Returned {
  readonly Return: boolean;
}

/** A call that names rules by content: as permissions, or flat (one rule, or all traffic of a group). */
export interface RuleRequest extends Dry {
  readonly GroupId?: string;
  readonly GroupName?: string;
  readonly IpPermissions?: readonly IpPermission[];
  readonly IpProtocol?: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly CidrIp?: string;
  readonly SourceSecurityGroupName?: string;
  readonly SourceSecurityGroupOwnerId?: string;
}

export interface AuthorizeRequest extends RuleRequest {
  readonly TagSpecifications?: readonly TagSpecification[];
}

export interface AuthorizeResult extends Returned {
  readonly SecurityGroupRules: readonly SecurityGroupRule[];
}

/** By content or by `SecurityGroupRuleIds`, never both. */
export interface RevokeRequest extends RuleRequest {
  readonly SecurityGroupRuleIds?: readonly string[];
}

export interface RevokeResult extends Returned {
  readonly UnknownIpPermissions?: readonly IpPermission[];
  readonly RevokedSecurityGroupRules: readonly RevokedSecurityGroupRule[];
}

/** Egress is of VPCs only, where a group has no name alone. */
type ById<R> = Omit<R, 'GroupName'>;

export interface DescriptionsRequest extends Dry {
  readonly GroupId?: string;
  readonly GroupName?: string;
  readonly IpPermissions?: readonly IpPermission[];
  readonly SecurityGroupRuleDescriptions?: readonly {
    readonly SecurityGroupRuleId: string;
    readonly Description?: string;
  }[];
}

interface TagRequest extends Dry {
  readonly Resources: readonly string[];
  readonly Tags?: readonly { readonly Key: string; readonly Value?: string }[];
}

/** Every call that the model understands, with what it takes and what it answers (EC2 API reference, 2016-11-15). */
export interface Ec2Calls {
  readonly AuthorizeSecurityGroupIngress: { readonly request: AuthorizeRequest; readonly result: AuthorizeResult };
  readonly AuthorizeSecurityGroupEgress: { readonly request: ById<AuthorizeRequest>; readonly result: AuthorizeResult };
  readonly RevokeSecurityGroupIngress: { readonly request: RevokeRequest; readonly result: RevokeResult };
  readonly RevokeSecurityGroupEgress: { readonly request: ById<RevokeRequest>; readonly result: RevokeResult };
  readonly ModifySecurityGroupRules: {
    readonly request: Dry & {
      readonly GroupId: string;
      readonly SecurityGroupRules: readonly {
        readonly SecurityGroupRuleId: string;
        readonly SecurityGroupRule?: SecurityGroupRuleRequest;
      }[];
    };
    readonly result: Returned;
  };
  readonly UpdateSecurityGroupRuleDescriptionsIngress: {
    readonly request: DescriptionsRequest;
    readonly result: Returned;
  };
  readonly UpdateSecurityGroupRuleDescriptionsEgress: {
    readonly request: DescriptionsRequest;
    readonly result: Returned;
  };
  readonly CreateSecurityGroup: {
    readonly request: Dry & {
      readonly GroupName: string;
      readonly Description: string;
      readonly VpcId?: string;
      readonly TagSpecifications?: readonly TagSpecification[];
    };
    readonly result: { readonly GroupId: string; readonly Tags: readonly Tag[]; readonly SecurityGroupArn: string };
  };
  readonly DeleteSecurityGroup: {
    readonly request: Dry & { readonly GroupId?: string; readonly GroupName?: string };
    readonly result: Returned & { readonly GroupId: string };
  };
  readonly CreateTags: { readonly request: TagRequest; readonly result: Returned };
  readonly DeleteTags: { readonly request: TagRequest; readonly result: Returned };
  readonly CreateManagedPrefixList: {
    readonly request: Dry & {
      readonly PrefixListName: string;
      readonly MaxEntries: number;
      readonly AddressFamily: string;
      readonly Entries?: readonly PrefixListEntry[];
      readonly TagSpecifications?: readonly TagSpecification[];
      readonly ClientToken?: string;
    };
    readonly result: { readonly PrefixList: ManagedPrefixList };
  };
  readonly ModifyManagedPrefixList: {
    readonly request: Dry & {
      readonly PrefixListId: string;
      readonly CurrentVersion?: number;
      readonly PrefixListName?: string;
      readonly AddEntries?: readonly PrefixListEntry[];
      readonly RemoveEntries?: readonly { readonly Cidr: string }[];
      readonly MaxEntries?: number;
    };
    readonly result: { readonly PrefixList: ManagedPrefixList };
  };
  readonly RestoreManagedPrefixListVersion: {
    readonly request: Dry & {
      readonly PrefixListId: string;
      readonly PreviousVersion: number;
      readonly CurrentVersion: number;
    };
    readonly result: { readonly PrefixList: ManagedPrefixList };
  };
  readonly DeleteManagedPrefixList: {
    readonly request: Dry & { readonly PrefixListId: string };
    readonly result: { readonly PrefixList: ManagedPrefixList };
  };
  readonly CreateNetworkInterface: {
    readonly request: Dry & {
      readonly SubnetId: string;
      readonly Description?: string;
      readonly Groups?: readonly string[];
      readonly PrivateIpAddresses?: readonly { readonly PrivateIpAddress: string; readonly Primary: boolean }[];
      readonly Ipv6AddressCount?: number;
      readonly TagSpecifications?: readonly TagSpecification[];
      readonly ClientToken?: string;
    };
    readonly result: { readonly NetworkInterface: NetworkInterface };
  };
  readonly ModifyNetworkInterfaceAttribute: {
    readonly request: Dry & {
      readonly NetworkInterfaceId: string;
      readonly Groups?: readonly string[];
      readonly Description?: { readonly Value: string };
      readonly SourceDestCheck?: { readonly Value: boolean };
    };
    readonly result: Returned;
  };
  readonly DeleteNetworkInterface: {
    readonly request: Dry & { readonly NetworkInterfaceId: string };
    readonly result: Returned;
  };
  readonly CreateVpc: {
    readonly request: Dry & {
      readonly CidrBlock: string;
      readonly InstanceTenancy?: string;
      readonly AmazonProvidedIpv6CidrBlock?: boolean;
      readonly TagSpecifications?: readonly TagSpecification[];
    };
    readonly result: { readonly Vpc: Vpc };
  };
  readonly DeleteVpc: { readonly request: Dry & { readonly VpcId: string }; readonly result: Returned };
  readonly CreateInternetGateway: {
    readonly request: Dry & { readonly TagSpecifications?: readonly TagSpecification[] };
    readonly result: { readonly InternetGateway: InternetGateway };
  };
  readonly AttachInternetGateway: {
    readonly request: Dry & { readonly InternetGatewayId: string; readonly VpcId: string };
    readonly result: Returned;
  };
  readonly DetachInternetGateway: {
    readonly request: Dry & { readonly InternetGatewayId: string; readonly VpcId: string };
    readonly result: Returned;
  };
  readonly DescribeSecurityGroups: {
    readonly request: Paged & { readonly GroupIds?: readonly string[]; readonly GroupNames?: readonly string[] };
    readonly result: Page & { readonly SecurityGroups: readonly SecurityGroup[] };
  };
  readonly DescribeSecurityGroupRules: {
    readonly request: Paged & { readonly SecurityGroupRuleIds?: readonly string[] };
    readonly result: Page & { readonly SecurityGroupRules: readonly SecurityGroupRule[] };
  };
  readonly DescribeNetworkInterfaces: {
    readonly request: Paged & { readonly NetworkInterfaceIds?: readonly string[] };
    readonly result: Page & { readonly NetworkInterfaces: readonly NetworkInterface[] };
  };
  readonly DescribeManagedPrefixLists: {
    readonly request: Paged & { readonly PrefixListIds?: readonly string[] };
    readonly result: Page & { readonly PrefixLists: readonly ManagedPrefixList[] };
  };
  readonly GetManagedPrefixListEntries: {
    readonly request: Dry & {
      readonly PrefixListId: string;
      readonly TargetVersion?: number;
      readonly MaxResults?: number;
      readonly NextToken?: string;
    };
    readonly result: Page & { readonly Entries: readonly PrefixListEntry[] };
  };
  readonly DescribeInternetGateways: {
    readonly request: Paged & { readonly InternetGatewayIds?: readonly string[] };
    readonly result: Page & { readonly InternetGateways: readonly InternetGateway[] };
  };
  readonly DescribeVpcBlockPublicAccessOptions: {
    readonly request: Dry;
    readonly result: { readonly VpcBlockPublicAccessOptions: VpcBlockPublicAccessOptions };
  };
  readonly DescribeVpcBlockPublicAccessExclusions: {
    readonly request: Paged & { readonly ExclusionIds?: readonly string[] };
    readonly result: Page & { readonly VpcBlockPublicAccessExclusions: readonly VpcBlockPublicAccessExclusion[] };
  };
  readonly DescribeVpcs: {
    readonly request: Paged & { readonly VpcIds?: readonly string[] };
    readonly result: Page & { readonly Vpcs: readonly Vpc[] };
  };
}

/** The name of a call. */
export type Ec2Action = keyof Ec2Calls;

/** What a call takes, and what it answers. */
export type Ec2Request<A extends Ec2Action> = Ec2Calls[A]['request'];
export type Ec2Result<A extends Ec2Action> = Ec2Calls[A]['result'];

/** A call with its parameters in the SDK's spelling. */
export type Ec2Call = { readonly [A in Ec2Action]: { readonly action: A; readonly request: Ec2Request<A> } }[Ec2Action];

/** Calls that only look. */
export function isRead(action: Ec2Action): boolean {
  return action.startsWith('Describe') || action.startsWith('Get');
}
