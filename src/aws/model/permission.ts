import type { Ec2Call } from './call.ts';
import { arnOf, type Ec2State } from './state.ts';

/** One thing that IAM is asked before a call: may this be done to that. */
export interface Permission {
  /** `ec2:` and the call's name, or `ec2:CreateTags` for the tags that it gives. */
  readonly action: string;
  /** An ARN, or `*` for calls that IAM knows no resources of. */
  readonly resource: string;
}

/**
 * What IAM is asked for a call (Service Authorization Reference, EC2): the groups that it changes, the rules that it makes
 * or rewrites, and the right to tag what it makes. Reads know no resource, and a group that is not there is `*` (so real denials have it).
 */
export function permissionsFor(state: Ec2State, call: Ec2Call): readonly Permission[] {
  const action = `ec2:${call.action}`;
  const on = (kind: string, id = '*'): Permission => {
    const isKnown = kind !== 'security-group' || state.groups.has(id);
    return { action, resource: arnOf(state, kind, isKnown ? id : '*') };
  };
  const tagging = (kind: string): readonly Permission[] =>
    'TagSpecifications' in call.request && call.request.TagSpecifications !== undefined
      ? [{ action: 'ec2:CreateTags', resource: arnOf(state, kind, '*') }]
      : [];
  switch (call.action) {
    case 'AuthorizeSecurityGroupIngress':
    case 'AuthorizeSecurityGroupEgress':
      return [on('security-group', call.request.GroupId), ...tagging('security-group-rule')];
    case 'RevokeSecurityGroupIngress':
    case 'RevokeSecurityGroupEgress':
    case 'UpdateSecurityGroupRuleDescriptionsIngress':
    case 'UpdateSecurityGroupRuleDescriptionsEgress':
    case 'DeleteSecurityGroup':
      return [on('security-group', call.request.GroupId)];
    case 'ModifySecurityGroupRules':
      return [
        on('security-group', call.request.GroupId),
        ...call.request.SecurityGroupRules.map((rule) => on('security-group-rule', rule.SecurityGroupRuleId)),
      ];
    case 'CreateSecurityGroup':
      return [on('security-group', '*'), ...tagging('security-group')];
    case 'CreateTags':
    case 'DeleteTags':
      return call.request.Resources.map((id) => on(kindOf(id), id));
    case 'CreateManagedPrefixList':
      return [on('prefix-list', '*'), ...tagging('prefix-list')];
    case 'ModifyManagedPrefixList':
    case 'RestoreManagedPrefixListVersion':
    case 'DeleteManagedPrefixList':
    case 'GetManagedPrefixListEntries':
      return [on('prefix-list', call.request.PrefixListId)];
    case 'CreateNetworkInterface':
      return [
        on('network-interface', '*'),
        ...(call.request.Groups ?? []).map((id) => on('security-group', id)),
        ...tagging('network-interface'),
      ];
    case 'ModifyNetworkInterfaceAttribute':
      return [
        on('network-interface', call.request.NetworkInterfaceId),
        ...(call.request.Groups ?? []).map((id) => on('security-group', id)),
      ];
    case 'DeleteNetworkInterface':
      return [on('network-interface', call.request.NetworkInterfaceId)];
    case 'CreateVpc':
      return [on('vpc', '*'), ...tagging('vpc')];
    case 'DeleteVpc':
      return [on('vpc', call.request.VpcId)];
    case 'CreateInternetGateway':
      return [on('internet-gateway', '*'), ...tagging('internet-gateway')];
    case 'AttachInternetGateway':
    case 'DetachInternetGateway':
      return [on('internet-gateway', call.request.InternetGatewayId), on('vpc', call.request.VpcId)];
    case 'DescribeSecurityGroups':
    case 'DescribeSecurityGroupRules':
    case 'DescribeNetworkInterfaces':
    case 'DescribeManagedPrefixLists':
    case 'DescribeInternetGateways':
    case 'DescribeVpcBlockPublicAccessOptions':
    case 'DescribeVpcBlockPublicAccessExclusions':
    case 'DescribeVpcs':
      return [{ action, resource: '*' }];
  }
}

function kindOf(id: string): string {
  const kinds: Readonly<Record<string, string>> = {
    ...{ sg: 'security-group', sgr: 'security-group-rule', pl: 'prefix-list', eni: 'network-interface', vpc: 'vpc' },
  };
  return kinds[id.split('-')[0]!] ?? '*';
}
