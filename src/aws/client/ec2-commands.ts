import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeInternetGatewaysCommand,
  DescribeManagedPrefixListsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRegionsCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcBlockPublicAccessExclusionsCommand,
  DescribeVpcBlockPublicAccessOptionsCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
  ModifyManagedPrefixListCommand,
  ModifyNetworkInterfaceAttributeCommand,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import type { CommandsOf } from './ec2-sender.ts';

/**
 * Every call to EC2 that the product can make, and the client for them. What is not here it cannot do, whoever asks: no
 * group, list, interface or VPC is ever made or deleted. Loaded with the first call, because the SDK is large.
 */
export const ownCommands = {
  AuthorizeSecurityGroupEgress: AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngress: AuthorizeSecurityGroupIngressCommand,
  CreateTags: CreateTagsCommand,
  DeleteTags: DeleteTagsCommand,
  DescribeInternetGateways: DescribeInternetGatewaysCommand,
  DescribeManagedPrefixLists: DescribeManagedPrefixListsCommand,
  DescribeNetworkInterfaces: DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupRules: DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroups: DescribeSecurityGroupsCommand,
  DescribeVpcBlockPublicAccessExclusions: DescribeVpcBlockPublicAccessExclusionsCommand,
  DescribeVpcBlockPublicAccessOptions: DescribeVpcBlockPublicAccessOptionsCommand,
  GetManagedPrefixListEntries: GetManagedPrefixListEntriesCommand,
  ModifyManagedPrefixList: ModifyManagedPrefixListCommand,
  ModifyNetworkInterfaceAttribute: ModifyNetworkInterfaceAttributeCommand,
  ModifySecurityGroupRules: ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupEgress: RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngress: RevokeSecurityGroupIngressCommand,
} as const satisfies CommandsOf;

export { DescribeRegionsCommand, EC2Client };
