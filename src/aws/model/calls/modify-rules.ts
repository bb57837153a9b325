import type { Peer } from '../../../core/group/rule.ts';
import { findBadDescription, readCidr, readList, readPair, readService, tupleKey } from '../asked-rules.ts';
import type { Ec2Request, Ec2Result } from '../call.ts';
import { findGroup } from '../find.ts';
import { isOverfull } from '../quota.ts';
import { isRefused, type Refused, refuse } from '../refusal.ts';
import type { SecurityGroupRuleRequest } from '../shape.ts';
import type { Site, Transition } from '../site.ts';
import { type Ec2State, type HeldGroup, type HeldRule, withHeld } from '../state.ts';
import { sayRule } from './authorize.ts';

type Modify = 'ModifySecurityGroupRules';

/**
 * ModifySecurityGroupRules: each rule is given whole and keeps its id, direction and tags; the kind of its peer cannot
 * change; all rules of the call, or none. What is left out of the description is left out of the rule.
 */
export const modifyRules: Transition<Ec2Request<Modify>, Ec2Result<Modify>> = (state, request, site) => {
  const group = findGroup(state, site, { GroupId: request.GroupId });
  if (isRefused(group)) return group;
  if (request.SecurityGroupRules.length === 0) return refuse('MissingParameter', 'SecurityGroupRules');
  const rewritten = new Map<string, HeldRule>();
  for (const { SecurityGroupRuleId: id, SecurityGroupRule: wanted } of request.SecurityGroupRules) {
    const old = group.rules.find((rule) => rule.id === id);
    if (old === undefined) return refuse('InvalidSecurityGroupRuleId.NotFound', id);
    if (rewritten.has(id)) return refuse('InvalidParameterValue', 'The same permission must not appear multiple times');
    const now = rewrite(state, site, group, old, wanted ?? {});
    if (isRefused(now)) return now;
    rewritten.set(id, now);
  }
  const rules = group.rules.map((rule) => rewritten.get(rule.id) ?? rule);
  const twin = findTwin(rules, rewritten);
  if (twin !== null) return refuse('InvalidPermission.Duplicate', sayRule(twin));
  const after = { ...group, rules };
  if (isOverfull(state, after, site.quotas.rulesPerDirection)) return refuse('RulesPerSecurityGroupLimitExceeded');
  return { state: withHeld(state, 'groups', after), result: { Return: true } };
};

function findTwin(rules: readonly HeldRule[], rewritten: ReadonlyMap<string, HeldRule>): HeldRule | null {
  const keys = new Map<string, number>();
  for (const rule of rules) keys.set(tupleKey(rule), (keys.get(tupleKey(rule)) ?? 0) + 1);
  return [...rewritten.values()].find((rule) => keys.get(tupleKey(rule))! > 1) ?? null;
}

function rewrite(
  state: Ec2State,
  site: Site,
  group: HeldGroup,
  old: HeldRule,
  wanted: SecurityGroupRuleRequest,
): HeldRule | Refused {
  const service = readService(wanted);
  if (isRefused(service)) return service;
  const peer = readPeer(state, site, group, old, wanted);
  if (isRefused(peer)) return peer;
  if (peer.kind !== old.peer.kind)
    return refuse('InvalidParameterValue', `The type of the source or destination of ${old.id} cannot be changed`);
  const bad = findBadDescription(wanted.Description);
  if (bad !== null) return bad;
  return { ...old, ...service, peer, description: wanted.Description || null };
}

/** A group of another account is named by its id alone, which is told from this account's where it is already known. */
function readPeer(
  state: Ec2State,
  site: Site,
  group: HeldGroup,
  old: HeldRule,
  wanted: SecurityGroupRuleRequest,
): Peer | Refused {
  const { CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId } = wanted;
  const isForeign = ReferencedGroupId !== undefined && old.peer.value.endsWith(`/${ReferencedGroupId}`);
  const named = isForeign ? old.peer : readPair(state, site, group, { GroupId: ReferencedGroupId ?? '' });
  const given = [
    CidrIpv4 === undefined ? [] : [readCidr('ipv4', CidrIpv4)],
    CidrIpv6 === undefined ? [] : [readCidr('ipv6', CidrIpv6)],
    PrefixListId === undefined ? [] : [readList(state, site, PrefixListId)],
    ReferencedGroupId === undefined ? [] : [named],
  ].flat();
  if (given.length === 1) return given[0]!;
  return refuse('InvalidParameterCombination', 'Exactly one source or destination must be specified for a rule');
}
