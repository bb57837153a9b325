import type { Canary } from '../../contracts/canary.ts';
import type { Clock } from '../../contracts/live.ts';
import { canaryTag } from '../../core/plan/drill/canary-rule.ts';
import type { AskEc2 } from '../ask-ec2.ts';
import { failureOf, isFailed } from '../failure-of.ts';
import { allPages } from '../gather/all-pages.ts';
import { gatherGroup } from '../gather/gather-groups.ts';

/**
 * A canary in EC2. It knows four calls: `DescribeSecurityGroups`, `DescribeNetworkInterfaces`,
 * `AuthorizeSecurityGroupIngress` and `RevokeSecurityGroupIngress`; whoever signs may have them for the tag alone.
 */
export function ec2Canary(ask: AskEc2, clock: Pick<Clock, 'now'>): Canary {
  return {
    find: async (site, signal) => {
      const asked = { Filters: [{ Name: 'tag-key', Values: [canaryTag] }] };
      const shown = await allPages(ask, site, 'DescribeSecurityGroups', asked, (all) => all.SecurityGroups, signal);
      return isFailed(shown) ? shown : { kind: 'found', groups: shown.map(({ GroupId }) => GroupId) };
    },
    look: async (site, id, signal) => {
      const group = await gatherGroup(ask, site, id, clock.now(), signal);
      if (isFailed(group)) return group;
      if (group === null)
        return { kind: 'failed', failure: 'gone', code: null, message: `there is no group \`${id}\`` };
      const on = { Filters: [{ Name: 'group-id', Values: [id] }] };
      const worn = await allPages(ask, site, 'DescribeNetworkInterfaces', on, (all) => all.NetworkInterfaces, signal);
      if (isFailed(worn)) return worn;
      return { kind: 'canary', group, attached: worn.map(({ NetworkInterfaceId }) => NetworkInterfaceId) };
    },
    open: async (site, GroupId, { cidr, description, port }, signal) => {
      const IpRanges = [{ CidrIp: cidr, Description: description }];
      const permission = { IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges };
      const request = { GroupId, IpPermissions: [permission] };
      const reply = await ask(site, 'AuthorizeSecurityGroupIngress', request, { signal });
      if (reply.kind !== 'answered') return failureOf(reply, 'writes');
      const rule = reply.result.SecurityGroupRules[0]?.SecurityGroupRuleId;
      if (rule !== undefined) return { kind: 'opened', rule };
      return { kind: 'failed', failure: 'malformed', code: null, message: 'EC2 answered without the id of the rule' };
    },
    close: async (site, GroupId, rules) => {
      for (const rule of rules) {
        const request = { GroupId, SecurityGroupRuleIds: [rule] };
        const reply = await ask(site, 'RevokeSecurityGroupIngress', request);
        const failed = reply.kind === 'answered' ? null : failureOf(reply, 'writes');
        if (failed !== null && failed.failure !== 'absent') return failed;
      }
      return { kind: 'closed' };
    },
  };
}
