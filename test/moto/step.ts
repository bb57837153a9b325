import type { Ec2Action, Ec2Call, Ec2Request } from '../../src/aws/model/call.ts';
import type { IpPermission } from '../../src/aws/model/shape.ts';

/** What an id is called in the script, so that both sides can have ids of their own. */
export type IdOf = (name: string) => string;

/** One call of the script that both sides are asked. */
export interface Step {
  readonly title: string;
  readonly call: (id: IdOf) => Ec2Call;
  /** Names of ids that the answer gives out, each with the members that lead to it. */
  readonly gives: Readonly<Record<string, string>>;
}

/** Any call. */
export function step<A extends Ec2Action>(
  title: string,
  action: A,
  request: (id: IdOf) => Ec2Request<A>,
  gives: Readonly<Record<string, string>> = {},
): Step {
  return { title, call: (id) => ({ action, request: request(id) }) as unknown as Ec2Call, gives };
}

/** Opens ingress of a group; `rule`: what the id of the first new rule is called. */
export function opens(
  title: string,
  group: string,
  permissions: (id: IdOf) => readonly IpPermission[],
  rule?: string,
): Step {
  const request = (id: IdOf) => ({ GroupId: id(group), IpPermissions: permissions(id) });
  return step(title, 'AuthorizeSecurityGroupIngress', request, rule === undefined ? {} : { [rule]: firstRule });
}

/** Closes ingress of a group by content. */
export function closes(title: string, group: string, ...permissions: readonly IpPermission[]): Step {
  return step(title, 'RevokeSecurityGroupIngress', (id) => ({ GroupId: id(group), IpPermissions: permissions }));
}

/** Closes ingress of a group by the ids of rules. */
export function closesById(title: string, group: string, ...rules: readonly string[]): Step {
  return step(title, 'RevokeSecurityGroupIngress', (id) => ({
    GroupId: id(group),
    SecurityGroupRuleIds: rules.map(id),
  }));
}

/** Gives a rule another content. */
export function rewrites(title: string, group: string, rule: string, to: object): Step {
  return step(title, 'ModifySecurityGroupRules', (id) => ({
    GroupId: id(group),
    SecurityGroupRules: [{ SecurityGroupRuleId: id(rule), SecurityGroupRule: to }],
  }));
}

/** Reads all rules of a group. */
export function rulesOf(title: string, group: string): Step {
  return step(title, 'DescribeSecurityGroupRules', (id) => ({ Filters: [{ Name: 'group-id', Values: [id(group)] }] }));
}

/** Makes a group in a VPC. */
export function newGroup(name: string, vpc: string): Step {
  const request = (id: IdOf) => ({ GroupName: name, Description: name, VpcId: id(vpc) });
  return step(`the group ${name}`, 'CreateSecurityGroup', request, { [name]: 'GroupId' });
}

/** A tag. */
export function tag(Key: string, Value: string): { readonly Key: string; readonly Value: string } {
  return { Key, Value };
}

/** Where an answer of Authorize has the id of its first rule. */
export const firstRule = 'SecurityGroupRules.0.SecurityGroupRuleId';
