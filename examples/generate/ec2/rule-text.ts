import type { Fields } from '../caller.ts';
import type { Group, Rule } from './cloud.ts';

/** Writes a rule as the response of Authorize does. */
export function writeAdded(group: Group, rule: Rule): Fields {
  const { peer } = rule;
  const info = peer.kind === 'group' ? { referencedGroupInfo: { groupId: peer.value, userId: peer.owner } } : {};
  return {
    groupOwnerId: group.owner,
    ...writeRange(group, rule),
    ...info,
    ...(peer.description === undefined ? {} : { description: peer.description }),
    securityGroupRuleArn: ruleArn(group, rule),
  };
}

/** Writes a rule as the response of Revoke does: no owner, and a peer group by its bare id. */
export function writeRemoved(group: Group, rule: Rule): Fields {
  return { ...writeRange(group, rule), ...(rule.peer.kind === 'group' ? { referencedGroupId: rule.peer.value } : {}) };
}

function writeRange(group: Group, { id, direction, protocol, from, to, peer }: Rule): Fields {
  return {
    groupId: group.id,
    securityGroupRuleId: id,
    isEgress: direction === 'Egress',
    ipProtocol: protocol,
    fromPort: from,
    toPort: to,
    ...(peer.kind === 'ipv4' ? { cidrIpv4: peer.value } : {}),
    ...(peer.kind === 'ipv6' ? { cidrIpv6: peer.value } : {}),
    ...(peer.kind === 'list' ? { prefixListId: peer.value } : {}),
  };
}

/** ARN of a rule. */
export function ruleArn(group: Group, rule: Rule): string {
  return `arn:aws:ec2:${group.site.region}:${group.owner}:security-group-rule/${rule.id}`;
}

/** ARN of a group. */
export function groupArn(group: Group): string {
  return `arn:aws:ec2:${group.site.region}:${group.owner}:security-group/${group.id}`;
}
