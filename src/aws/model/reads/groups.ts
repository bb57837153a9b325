import type { Ec2Request, Ec2Result } from '../call.ts';
import { writeTags } from '../calls/tag-specification.ts';
import { findGroup, findGroupByName } from '../find.ts';
import { isRefused, type Refused, refuse } from '../refusal.ts';
import { writePermissions, writeRule } from '../rule-shape.ts';
import type { Transition } from '../site.ts';
import { arnOf, type HeldGroup } from '../state.ts';
import { applyFilters, tagFacets } from './filter.ts';
import { pageOf } from './page.ts';

type Groups = 'DescribeSecurityGroups';
type Rules = 'DescribeSecurityGroupRules';

/** DescribeSecurityGroups: by id, by name in the default VPC, by filter; one id that is not there refuses it all. */
export const describeGroups: Transition<Ec2Request<Groups>, Ec2Result<Groups>> = (state, request, site) => {
  const { GroupIds = [], GroupNames = [], Filters = [] } = request;
  const wanted: HeldGroup[] = [];
  const named: readonly (HeldGroup | Refused)[] = [
    ...GroupIds.map((GroupId) => findGroup(state, site, { GroupId })),
    ...GroupNames.map((name) => findGroupByName(state, site, name)),
  ];
  for (const each of named) {
    if (isRefused(each)) return each;
    wanted.push(each);
  }
  const found = applyFilters(named.length > 0 ? wanted : [...state.groups.values()], Filters, (group) =>
    tagFacets(group.tags, (name) => {
      if (name === 'group-id') return [group.id];
      if (name === 'group-name') return [group.name];
      if (name === 'vpc-id') return [group.vpc];
      if (name === 'description') return [group.description];
      return name === 'owner-id' ? [state.account] : null;
    }),
  );
  if (isRefused(found)) return found;
  const part = pageOf(found, request);
  if (isRefused(part)) return part;
  const SecurityGroups = part.page.map((group) => ({
    ...{ GroupId: group.id, GroupName: group.name, Description: group.description, OwnerId: state.account },
    ...{ VpcId: group.vpc, Tags: writeTags(group.tags) },
    IpPermissions: writePermissions(state, group, false),
    IpPermissionsEgress: writePermissions(state, group, true),
    SecurityGroupArn: arnOf(state, 'security-group', group.id),
  }));
  return { state, result: { SecurityGroups, ...part.more } };
};

/** DescribeSecurityGroupRules: one rule a peer, by rule id, `group-id` or tags. */
export const describeRules: Transition<Ec2Request<Rules>, Ec2Result<Rules>> = (state, request) => {
  const { SecurityGroupRuleIds = [], Filters = [] } = request;
  const all = [...state.groups.values()].flatMap((group) => group.rules.map((rule) => ({ group, rule })));
  for (const id of SecurityGroupRuleIds)
    if (!all.some(({ rule }) => rule.id === id)) return refuse('InvalidSecurityGroupRuleId.NotFound', id);
  const wanted =
    SecurityGroupRuleIds.length > 0 ? all.filter(({ rule }) => SecurityGroupRuleIds.includes(rule.id)) : all;
  const found = applyFilters(wanted, Filters, ({ group, rule }) =>
    tagFacets(rule.tags, (name) =>
      name === 'group-id' ? [group.id] : name === 'security-group-rule-id' ? [rule.id] : null,
    ),
  );
  if (isRefused(found)) return found;
  const part = pageOf(found, request);
  if (isRefused(part)) return part;
  const SecurityGroupRules = part.page.map(({ group, rule }) => writeRule(state, group.id, rule));
  return { state, result: { SecurityGroupRules, ...part.more } };
};
