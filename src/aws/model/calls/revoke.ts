import type { Direction } from '../../../core/group/rule.ts';
import { type AskedRule, readAskedRules, tupleKey } from '../asked-rules.ts';
import type { RevokeRequest, RevokeResult } from '../call.ts';
import { findGroup } from '../find.ts';
import { isRefused, type Refused, refuse } from '../refusal.ts';
import { writeRevoked } from '../rule-shape.ts';
import type { Done, Transition } from '../site.ts';
import { type Ec2State, type HeldGroup, type HeldRule, withHeld } from '../state.ts';

/**
 * RevokeSecurityGroupIngress and Egress. By content, what does not stand refuses the whole call outside a default VPC;
 * in one the call takes away what stands, says `true`, and answers the rest as unknown (EC2 API reference,
 * RevokeSecurityGroupIngress: "[Default VPC] … no error is returned, and the output describes the security group rules
 * that were not revoked"). By id, one id that is not the group's refuses it all, in any VPC.
 */
export function revoke(direction: Direction): Transition<RevokeRequest, RevokeResult> {
  return (state, request, site) => {
    if (direction === 'egress' && request.GroupId === undefined) return refuse('MissingParameter', 'groupId');
    const group = findGroup(state, site, request);
    if (isRefused(group)) return group;
    const ids = request.SecurityGroupRuleIds ?? [];
    if (ids.length === 0) {
      const asked = readAskedRules(state, site, group, direction, request);
      return isRefused(asked) ? asked : revokeByContent(state, group, asked);
    }
    if ((request.IpPermissions ?? []).length > 0 || request.CidrIp !== undefined)
      return refuse('InvalidParameterCombination', 'Rule IDs may not be used together with permissions');
    const gone = findByIds(group, direction, ids);
    return isRefused(gone) ? gone : take(state, group, gone, []);
  };
}

function revokeByContent(state: Ec2State, group: HeldGroup, asked: readonly AskedRule[]): Done<RevokeResult> | Refused {
  const standing = new Map(group.rules.map((rule) => [tupleKey(rule), rule]));
  const found = asked.flatMap((rule) => standing.get(tupleKey(rule)) ?? []);
  const unknown = asked.filter((rule) => !standing.has(tupleKey(rule)));
  if (unknown.length > 0 && !state.vpcs.get(group.vpc)?.isDefault) return refuse('InvalidPermission.NotFound');
  return take(state, group, found, unknown);
}

function findByIds(group: HeldGroup, direction: Direction, ids: readonly string[]): readonly HeldRule[] | Refused {
  const found: HeldRule[] = [];
  for (const id of new Set(ids)) {
    if (!/^sgr-[0-9a-f]{17}$/.test(id)) return refuse('InvalidSecurityGroupRuleId.Malformed', id);
    const rule = group.rules.find((each) => each.id === id && each.direction === direction);
    if (rule === undefined) return refuse('InvalidSecurityGroupRuleId.NotFound', id);
    found.push(rule);
  }
  return found;
}

function take(
  state: Ec2State,
  group: HeldGroup,
  gone: readonly HeldRule[],
  unknown: readonly AskedRule[],
): Done<RevokeResult> {
  const rules = group.rules.filter((rule) => !gone.includes(rule));
  return {
    state: gone.length === 0 ? state : withHeld(state, 'groups', { ...group, rules }),
    result: {
      Return: true,
      ...(unknown.length === 0 ? {} : { UnknownIpPermissions: unknown.map(({ asked }) => asked) }),
      RevokedSecurityGroupRules: gone.map((rule) => writeRevoked(state, group.id, rule)),
    },
  };
}
