import type { Ec2Action, Ec2Call, Ec2Request, Ec2Result } from './call.ts';
import { authorize } from './calls/authorize.ts';
import { attachGateway, createGateway, detachGateway } from './calls/gateways.ts';
import { createGroup, deleteGroup } from './calls/groups.ts';
import { createInterface, deleteInterface, modifyInterface } from './calls/interfaces.ts';
import { createList, deleteList, modifyList, restoreList } from './calls/lists.ts';
import { modifyRules } from './calls/modify-rules.ts';
import { revoke } from './calls/revoke.ts';
import { describeRules as describeRulesAnew } from './calls/rule-descriptions.ts';
import { createTags, deleteTags } from './calls/tags.ts';
import { createVpc, deleteVpc } from './calls/vpcs.ts';
import { describeGroups, describeRules } from './reads/groups.ts';
import { describeInterfaces, describeVpcs } from './reads/interfaces.ts';
import { describeLists, getListEntries } from './reads/lists.ts';
import { describeBlock, describeExclusions, describeGateways } from './reads/public-access.ts';
import type { Refused } from './refusal.ts';
import type { Done, Site, Transition } from './site.ts';
import type { Ec2State } from './state.ts';

const transitions: { readonly [A in Ec2Action]: Transition<Ec2Request<A>, Ec2Result<A>> } = {
  AuthorizeSecurityGroupIngress: authorize('ingress'),
  AuthorizeSecurityGroupEgress: authorize('egress'),
  RevokeSecurityGroupIngress: revoke('ingress'),
  RevokeSecurityGroupEgress: revoke('egress'),
  ModifySecurityGroupRules: modifyRules,
  UpdateSecurityGroupRuleDescriptionsIngress: describeRulesAnew('ingress'),
  UpdateSecurityGroupRuleDescriptionsEgress: describeRulesAnew('egress'),
  CreateSecurityGroup: createGroup,
  DeleteSecurityGroup: deleteGroup,
  CreateTags: createTags,
  DeleteTags: deleteTags,
  CreateManagedPrefixList: createList,
  ModifyManagedPrefixList: modifyList,
  RestoreManagedPrefixListVersion: restoreList,
  DeleteManagedPrefixList: deleteList,
  CreateNetworkInterface: createInterface,
  ModifyNetworkInterfaceAttribute: modifyInterface,
  DeleteNetworkInterface: deleteInterface,
  CreateVpc: createVpc,
  DeleteVpc: deleteVpc,
  CreateInternetGateway: createGateway,
  AttachInternetGateway: attachGateway,
  DetachInternetGateway: detachGateway,
  DescribeSecurityGroups: describeGroups,
  DescribeSecurityGroupRules: describeRules,
  DescribeNetworkInterfaces: describeInterfaces,
  DescribeManagedPrefixLists: describeLists,
  GetManagedPrefixListEntries: getListEntries,
  DescribeInternetGateways: describeGateways,
  DescribeVpcBlockPublicAccessOptions: describeBlock,
  DescribeVpcBlockPublicAccessExclusions: describeExclusions,
  DescribeVpcs: describeVpcs,
};

/** Every call that the model understands: the only list of them. */
export const ec2Actions = Object.keys(transitions) as readonly Ec2Action[];

/**
 * Asks EC2 one thing: what it then holds and what it answers, or why it refuses, in which case nothing has changed. Who
 * may ask, how often, and whether in earnest is decided before (`Ec2Model`).
 */
export function perform(state: Ec2State, call: Ec2Call, site: Site): Done<Ec2Result<Ec2Action>> | Refused {
  const transition = transitions[call.action] as Transition<unknown, Ec2Result<Ec2Action>>;
  return transition(state, call.request, site);
}
