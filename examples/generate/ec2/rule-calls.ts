import type { Caller, Fields } from '../caller.ts';
import type { Failure } from '../record.ts';
import type { Said, Scene } from '../scene.ts';
import { type Direction, type Group, type Rule, spread, tuple } from './cloud.ts';
import { duplicate, failures } from './failures.ts';
import { type Permission, writeItems, writePermissions } from './permission.ts';
import { writeAdded, writeRemoved } from './rule-text.ts';

/** What AuthorizeSecurityGroup* and RevokeSecurityGroup* did. A refused call leaves no rules. */
export interface RuleOutcome {
  readonly eventId: string;
  readonly rules: readonly Rule[];
}

/** How a call is written, and whether it is refused whatever the state. */
export interface RuleCallChoice {
  /** `flat` writes the first permission beside an empty `ipPermissions`, as SDK calls with `CidrIp` do. */
  readonly form?: 'array' | 'flat';
  readonly fail?: Failure | undefined;
  /** Members that only odd records have. */
  readonly extra?: Pick<Said, 'sharedEventId' | 'addendum'>;
  /** Delivery slot of the record; by chance when absent. */
  readonly slot?: number;
}

/** Adds rules: all of them, or none when one is there already. */
export function authorize(
  scene: Scene,
  by: Caller,
  group: Group,
  direction: Direction,
  permissions: readonly Permission[],
  choice: RuleCallChoice = {},
): RuleOutcome {
  const wanted = spread(direction, permissions);
  const twin = wanted.find((rule) => group.rules.some((other) => tuple(other) === tuple(rule)));
  const clash = twin === undefined ? undefined : duplicate(twin.peer.value, twin.protocol, twin.from, twin.to);
  const error = choice.fail ?? clash;
  const rules = error === undefined ? scene.cloud.addRules(scene.random, group, direction, permissions) : [];
  const answer = { securityGroupRuleSet: writeItems(rules.map((rule) => writeAdded(group, rule))) };
  const request = writeRequest(group, permissions, choice);
  return {
    eventId: send(scene, by, group, `AuthorizeSecurityGroup${direction}`, request, answer, error, choice),
    rules,
  };
}

/** Removes rules by what they say. */
export function revoke(
  scene: Scene,
  by: Caller,
  group: Group,
  direction: Direction,
  permissions: readonly Permission[],
  choice: RuleCallChoice = {},
): RuleOutcome {
  const wanted = spread(direction, permissions).map((rule) =>
    group.rules.find((other) => tuple(other) === tuple(rule)),
  );
  const known = wanted.filter((rule) => rule !== undefined);
  const error = choice.fail ?? (known.length < wanted.length ? failures.ruleMissing : undefined);
  const rules = error === undefined ? drop(group, known) : [];
  const answer = { revokedSecurityGroupRuleSet: writeItems(rules.map((rule) => writeRemoved(group, rule))) };
  const request = writeRequest(group, permissions, choice);
  return { eventId: send(scene, by, group, `RevokeSecurityGroup${direction}`, request, answer, error, choice), rules };
}

/** Removes rules by id, as the console and newer Terraform resources do. */
export function revokeById(scene: Scene, by: Caller, group: Group, rules: readonly Rule[]): RuleOutcome {
  drop(group, rules);
  const items = rules.map((rule) => ({ securityGroupRuleId: rule.id }));
  const request = { groupId: group.id, ipPermissions: {}, securityGroupRuleIds: writeItems(items) };
  const answer = { revokedSecurityGroupRuleSet: writeItems(rules.map((rule) => writeRemoved(group, rule))) };
  const name = `RevokeSecurityGroup${rules[0]?.direction ?? 'Ingress'}`;
  return { eventId: send(scene, by, group, name, request, answer, undefined, {}), rules };
}

function writeRequest(group: Group, permissions: readonly Permission[], { form }: RuleCallChoice): Fields {
  const [first] = permissions;
  const [peer] = first?.peers ?? [];
  if (form !== 'flat' || first === undefined || peer === undefined) {
    return { groupId: group.id, ipPermissions: writePermissions(permissions) };
  }
  const { protocol, from, to } = first;
  return { groupId: group.id, ipPermissions: {}, ipProtocol: protocol, fromPort: from, toPort: to, cidrIp: peer.value };
}

function drop(group: Group, rules: readonly Rule[]): readonly Rule[] {
  for (const rule of rules) group.rules.splice(group.rules.indexOf(rule), 1);
  return rules;
}

function send(
  scene: Scene,
  by: Caller,
  group: Group,
  name: string,
  request: Fields,
  answer: Fields,
  error: Failure | undefined,
  { extra, slot }: RuleCallChoice,
): string {
  const requestId = scene.random.uuid();
  const response = { requestId, _return: true, ...answer };
  return scene.send(
    { site: group.site, by, service: 'ec2', name, request, response, error, requestId, ...extra },
    slot,
  );
}
