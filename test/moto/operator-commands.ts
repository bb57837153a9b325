import {
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateManagedPrefixListCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateVpcCommand,
  DeleteManagedPrefixListCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  DeleteVpcCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  RestoreManagedPrefixListVersionCommand,
  UpdateSecurityGroupRuleDescriptionsEgressCommand,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
} from '@aws-sdk/client-ec2';
import { ownCommands } from '../../src/aws/client/ec2-commands.ts';
import type { CommandsOf } from '../../src/aws/client/ec2-sender.ts';

/** Every call that the model understands: what a person may do, and we may not. */
export const operatorCommands = {
  ...ownCommands,
  AttachInternetGateway: AttachInternetGatewayCommand,
  CreateInternetGateway: CreateInternetGatewayCommand,
  CreateManagedPrefixList: CreateManagedPrefixListCommand,
  CreateNetworkInterface: CreateNetworkInterfaceCommand,
  CreateSecurityGroup: CreateSecurityGroupCommand,
  CreateVpc: CreateVpcCommand,
  DeleteManagedPrefixList: DeleteManagedPrefixListCommand,
  DeleteNetworkInterface: DeleteNetworkInterfaceCommand,
  DeleteSecurityGroup: DeleteSecurityGroupCommand,
  DeleteVpc: DeleteVpcCommand,
  DescribeVpcs: DescribeVpcsCommand,
  DetachInternetGateway: DetachInternetGatewayCommand,
  RestoreManagedPrefixListVersion: RestoreManagedPrefixListVersionCommand,
  UpdateSecurityGroupRuleDescriptionsEgress: UpdateSecurityGroupRuleDescriptionsEgressCommand,
  UpdateSecurityGroupRuleDescriptionsIngress: UpdateSecurityGroupRuleDescriptionsIngressCommand,
} as const satisfies Required<CommandsOf>;
