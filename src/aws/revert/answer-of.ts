import type { Ec2Answer } from '../../contracts/live.ts';
import type { Rule } from '../../core/group/rule.ts';
import type { ApiFailure } from '../../core/plan/act/api-failure.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import { isFailed } from '../failure-of.ts';
import { readShown, type Tagged, withRuleTags } from '../gather/read-shown.ts';
import type { Ec2Action, Ec2Result } from '../model/call.ts';
import type { IpPermission } from '../model/shape.ts';

/**
 * What a write answered, in our words. Revoke tells a peer group without its account, so that one of another account reads
 * like one of this (EC2 API reference, RevokedSecurityGroupRule). An answer that says no, or that nobody can read, is a
 * `maybe`: something may have happened.
 */
export function answerOf(site: Site, group: string, result: Ec2Result<Ec2Action>): Ec2Answer | ApiFailure {
  if ('Return' in result && result.Return === false) return unsure('expected `Return` to be true, found false');
  const made = 'SecurityGroupRules' in result ? readRules(site, group, result.SecurityGroupRules) : null;
  const revoked =
    'RevokedSecurityGroupRules' in result ? readRules(site, group, result.RevokedSecurityGroupRules) : null;
  if (isFailed(made)) return unsure(made.message);
  if (isFailed(revoked)) return unsure(revoked.message);
  const unknown = 'UnknownIpPermissions' in result ? countPeers(result.UnknownIpPermissions) : 0;
  return { revoked, made, unknown };
}

function readRules(site: Site, group: string, shown: readonly Tagged[]): readonly Rule[] | ApiFailure {
  if (shown.length === 0) return [];
  const own = shown.map((rule) => ({ ...rule, GroupId: group }));
  const SecurityGroups = [{ GroupId: group, OwnerId: site.account }];
  const read = readShown(site, 0, { SecurityGroups, SecurityGroupRules: own });
  if (isFailed(read)) return read;
  const { rules } = read.groups[0]!;
  return shown.some((rule) => rule.Tags !== undefined) ? withRuleTags(rules, shown) : rules;
}

function countPeers(permissions: readonly IpPermission[] = []): number {
  return permissions.reduce(
    (sum, { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] }) =>
      sum + IpRanges.length + Ipv6Ranges.length + PrefixListIds.length + UserIdGroupPairs.length,
    0,
  );
}

function unsure(message: string): ApiFailure {
  return { kind: 'failed', failure: 'maybe', code: null, message };
}
