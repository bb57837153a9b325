import type { Direction } from '../../../core/group/rule.ts';
import { findBadDescription, readAskedRules, tupleKey } from '../asked-rules.ts';
import type { DescriptionsRequest } from '../call.ts';
import { findGroup } from '../find.ts';
import { isRefused, type Refused, refuse } from '../refusal.ts';
import type { Site, Transition } from '../site.ts';
import { type Ec2State, type HeldGroup, withHeld } from '../state.ts';

/**
 * UpdateSecurityGroupRuleDescriptionsIngress and Egress: by content or by rule id; a text left out removes the
 * description. Every rule named must stand, in any VPC.
 */
export function describeRules(direction: Direction): Transition<DescriptionsRequest, { readonly Return: boolean }> {
  return (state, request, site) => {
    const group = findGroup(state, site, request);
    if (isRefused(group)) return group;
    const texts = readTexts(state, site, group, direction, request);
    if (isRefused(texts)) return texts;
    const rules = group.rules.map((rule) =>
      texts.has(rule.id) ? { ...rule, description: texts.get(rule.id)! } : rule,
    );
    return { state: withHeld(state, 'groups', { ...group, rules }), result: { Return: true } };
  };
}

/** The new description of each rule named, by rule id. */
function readTexts(
  state: Ec2State,
  site: Site,
  group: HeldGroup,
  direction: Direction,
  request: DescriptionsRequest,
): Map<string, string | null> | Refused {
  const byId = request.SecurityGroupRuleDescriptions ?? [];
  const own = group.rules.filter((rule) => rule.direction === direction);
  const texts = new Map<string, string | null>();
  for (const { SecurityGroupRuleId: id, Description } of byId) {
    const bad = findBadDescription(Description);
    if (bad !== null) return bad;
    if (!own.some((rule) => rule.id === id)) return refuse('InvalidSecurityGroupRuleId.NotFound', id);
    texts.set(id, Description || null);
  }
  if (byId.length > 0) return texts;
  const { IpPermissions = [] } = request;
  const asked = readAskedRules(state, site, group, direction, { IpPermissions });
  if (isRefused(asked)) return asked;
  for (const rule of asked) {
    const standing = own.find((each) => tupleKey(each) === tupleKey(rule));
    if (standing === undefined) return refuse('InvalidPermission.NotFound');
    texts.set(standing.id, rule.description);
  }
  return texts;
}
