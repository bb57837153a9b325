import { describe, list, text, texts } from '../group/read/field.ts';
import { joinRules, type Rules, readPermissions, readRule, readRuleSet } from '../group/read/permissions.ts';
import type { Direction, SeenRule } from '../group/rule.ts';
import { isObject, type Json } from '../leaf/canonical.ts';
import type { TrailRecord } from '../trail/record.ts';
import { type CallReading, requestOf, responseOf, type WatchedCall } from './call.ts';
import type { Described, RuleEdit, RulesChange, Subject } from './change.ts';

/** Calls that add, remove or rewrite rules, or their descriptions (events in EC2's classic and wrapped renderings). */
export const ruleCalls: readonly WatchedCall[] = [
  rule('AuthorizeSecurityGroupIngress', 'adds ingress rules', (record) => authorize(record, 'ingress')),
  rule('AuthorizeSecurityGroupEgress', 'adds egress rules', (record) => authorize(record, 'egress')),
  rule('RevokeSecurityGroupIngress', 'removes ingress rules', (record) => revoke(record, 'ingress')),
  rule('RevokeSecurityGroupEgress', 'removes egress rules', (record) => revoke(record, 'egress')),
  rule('ModifySecurityGroupRules', 'rewrites rules in place, under the same rule ids', modify),
  rule('UpdateSecurityGroupRuleDescriptionsIngress', 'describes ingress rules', (record) =>
    redescribe(record, 'ingress'),
  ),
  rule('UpdateSecurityGroupRuleDescriptionsEgress', 'describes egress rules', (record) => redescribe(record, 'egress')),
];

function rule(call: string, effect: string, read: WatchedCall['read']): WatchedCall {
  return { service: 'ec2', call, tier: 'perimeter', effect, read };
}

function authorize(record: TrailRecord, direction: Direction): CallReading {
  const shared = { direction, owner: record.account };
  const answered = readRuleSet(responseOf(record).securityGroupRuleSet, shared);
  const rules =
    answered.rules.length > 0 ? answered : orLost(record, direction, readPermissions(requestOf(record), shared));
  return tell(record, 'rules-added', 'add', rules);
}

function revoke(record: TrailRecord, direction: Direction): CallReading {
  const shared = { direction, owner: record.account };
  const request = requestOf(record);
  const response = responseOf(record);
  const answered = readRuleSet(response.revokedSecurityGroupRuleSet, shared);
  if (answered.rules.length > 0) return tell(record, 'rules-removed', 'remove', answered);
  const byId = texts(request.securityGroupRuleIds, 'securityGroupRuleId').map((id) => unknownRule(direction, id));
  const missing = readPermissions({ ipPermissions: response.unknownIpPermissionSet }, shared).rules;
  const asked = readPermissions(request, shared);
  const rules = [...byId, ...asked.rules.filter((one) => !missing.some((other) => sameContent(one, other)))];
  const told =
    missing.length > 0
      ? { rules, misread: asked.misread }
      : orLost(record, direction, { rules, misread: asked.misread });
  return tell(record, 'rules-removed', 'remove', told);
}

function modify(record: TrailRecord): CallReading {
  const rules = list(requestOf(record).securityGroupRule).map((each) => {
    const id = text(each, 'securityGroupRuleId');
    const content = isObject(each) && isObject(each.securityGroupRule) ? each.securityGroupRule : {};
    return readRule(
      { ...content, ...(id === null ? {} : { securityGroupRuleId: id }) },
      { direction: null, owner: record.account },
    );
  });
  return tell(record, 'rules-modified', 'after', orLost(record, null, joinRules(rules)));
}

function redescribe(record: TrailRecord, direction: Direction): CallReading {
  const request = requestOf(record);
  const byId = list(request.securityGroupRuleDescription).map((each) => ({
    ...unknownRule(direction, text(each, 'securityGroupRuleId')),
    description: text(each, 'description'),
  }));
  const byContent = readPermissions(request, { direction, owner: record.account });
  const rules = { rules: [...byId, ...byContent.rules], misread: byContent.misread };
  return tell(record, 'described', 'after', orLost(record, direction, rules));
}

/** An applied call that tells no rule at all has lost its content (CloudTrail cuts fields over 100 KB): anything may have changed. */
function orLost(record: TrailRecord, direction: Direction | null, told: Rules): Rules {
  if (record.result !== 'applied' || told.rules.length > 0) return told;
  const reason = isObject(record.request)
    ? 'its parameters name no rule'
    : `its parameters are ${describe(record.request)}`;
  return {
    rules: [unknownRule(direction, null)],
    misread: [...told.misread, `content lost: ${reason}; read the group itself`],
  };
}

function unknownRule(direction: Direction | null, id: string | null): SeenRule {
  return { id, direction, protocol: null, ports: null, peer: null, description: null };
}

function sameContent(one: SeenRule, other: SeenRule): boolean {
  return (
    one.protocol === other.protocol &&
    String(one.ports) === String(other.ports) &&
    one.peer?.value === other.peer?.value
  );
}

function tell(
  record: TrailRecord,
  kind: (RulesChange | Described)['kind'],
  op: RuleEdit['op'],
  told: Rules,
): CallReading {
  const rules = told.rules.map((rule) => ({ op, ...rule }));
  return { changes: [{ kind, origin: 'record', on: groupOf(record), rules }], misread: told.misread };
}

/** The group that a call names, by id where the request or the answer has one, else by name. */
function groupOf(record: TrailRecord): Subject {
  const request = requestOf(record);
  const answer = responseOf(record);
  const rules = [...list(answer.securityGroupRuleSet), ...list(answer.revokedSecurityGroupRuleSet)];
  const id = text(request, 'groupId') ?? text(rules[0], 'groupId') ?? readCut(record.request);
  return { kind: 'group', id, name: text(request, 'groupName'), vpc: null };
}

/** The group in parameters that were cut: only as their first member, for later ones may be peers. */
function readCut(request: Json): string | null {
  const first = /^\s*\{\s*(?:"\w+Request"\s*:\s*\{\s*)?"groupId"\s*:\s*"(sg-[0-9a-f]+)"/i;
  return typeof request === 'string' ? (first.exec(request)?.[1] ?? null) : null;
}
