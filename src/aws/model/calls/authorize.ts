import type { Direction, Tuple } from '../../../core/group/rule.ts';
import { readAskedRules, tupleKey } from '../asked-rules.ts';
import type { AuthorizeRequest, AuthorizeResult } from '../call.ts';
import { findGroup } from '../find.ts';
import { takeIds } from '../ids.ts';
import { isOverfull } from '../quota.ts';
import { isRefused, refuse } from '../refusal.ts';
import { writeRule } from '../rule-shape.ts';
import type { Transition } from '../site.ts';
import { type HeldRule, withHeld } from '../state.ts';
import { readTags } from './tag-specification.ts';

/**
 * AuthorizeSecurityGroupIngress and Egress: all rules of the call, or none. One that stands already refuses the call,
 * whatever its description, as does one that the quota has no room for.
 */
export function authorize(direction: Direction): Transition<AuthorizeRequest, AuthorizeResult> {
  return (state, request, site) => {
    if (direction === 'egress' && request.GroupId === undefined) return refuse('MissingParameter', 'groupId');
    const group = findGroup(state, site, request);
    if (isRefused(group)) return group;
    const asked = readAskedRules(state, site, group, direction, request);
    if (isRefused(asked)) return asked;
    const tags = readTags(request.TagSpecifications, 'security-group-rule', site.quotas.tags);
    if (isRefused(tags)) return tags;
    const standing = new Set(group.rules.map(tupleKey));
    const twin = asked.find((rule) => standing.has(tupleKey(rule)));
    if (twin !== undefined) return refuse('InvalidPermission.Duplicate', sayRule(twin));
    const [ids, next] = takeIds(state, 'sgr', asked.length);
    const made = asked.map(({ asked: _, ...rule }, at): HeldRule => ({ id: ids[at]!, ...rule, tags }));
    const grown = { ...group, rules: [...group.rules, ...made] };
    if (isOverfull(state, grown, site.quotas.rulesPerDirection)) return refuse('RulesPerSecurityGroupLimitExceeded');
    return {
      state: withHeld(next, 'groups', grown),
      result: { Return: true, SecurityGroupRules: made.map((rule) => writeRule(state, group.id, rule)) },
    };
  };
}

/** A rule in the words of EC2's refusal. */
export function sayRule({ protocol, ports, peer }: Tuple): string {
  const service = protocol === '-1' ? 'ALL' : protocol.toUpperCase();
  const icmp = protocol.startsWith('icmp');
  const range =
    ports === null
      ? ''
      : icmp
        ? `, type: ${ports[0]}, code: ${ports[1]}`
        : `, from port: ${ports[0]}, to port: ${ports[1]}`;
  return `peer: ${peer.value}, ${service}${range}, ALLOW`;
}
