import { isObject, type JsonObject } from '../../../leaf/canonical.ts';
import type { DeclaredGroup } from '../../declared.ts';
import { type Direction, type SeenRule, untoldAccount } from '../../rule.ts';
import { declaredRules, type PeerTold, type RuleTold } from '../declared-rules.ts';
import { accountId } from '../field.ts';
import { isSet, notTold, toldText } from '../told.ts';
import { alternatives, evaluate, isReference, listed, ownAccount, plainText, type Template } from './evaluate.ts';
import { scalarOf, symbolsAt } from './symbol.ts';
import type { CfnResource } from './template.ts';

type Tell = (reason: string) => void;

/**
 * The groups of a template with their embedded rules and those of rule resources. A group without embedded egress rules
 * keeps the rules that EC2 makes: all outbound IPv4 and IPv6; rule resources come beside them. What stood before is not told.
 * Source: AWS CloudFormation template reference, `AWS::EC2::SecurityGroup`, `…Ingress` and `…Egress`.
 */
export function readGroups(made: readonly CfnResource[], template: Template, tell: Tell): readonly DeclaredGroup[] {
  const own = made.filter((each) => each.type === 'AWS::EC2::SecurityGroup');
  const byGroup = new Map<string, SeenRule[]>();
  for (const each of made) {
    const direction = directionOf(each.type);
    if (direction === null) continue;
    const address = `Resources.${each.id}`;
    const groups = [
      ...symbolsAt(each.properties.GroupId, address, template),
      ...symbolsAt(each.properties.GroupName, address, template).map((name) => named(name, own, template)),
    ];
    for (const group of groups.length === 0 ? [address] : groups)
      byGroup.set(group, [
        ...(byGroup.get(group) ?? []),
        ...readRule(each.properties, direction, address, template, tell),
      ]);
  }
  const groups = own.map((each) => readGroup(each, byGroup.get(`Resources.${each.id}`) ?? [], template, tell));
  const declared = new Set(groups.map((group) => group.address));
  const outside = [...byGroup].filter(([address]) => !declared.has(address));
  return [...groups, ...outside.map(([address, rules]) => outsideGroup(address, rules))];
}

function directionOf(type: string): Direction | null {
  if (type === 'AWS::EC2::SecurityGroupIngress') return 'ingress';
  return type === 'AWS::EC2::SecurityGroupEgress' ? 'egress' : null;
}

function named(name: string, own: readonly CfnResource[], template: Template): string {
  const found = own.find((each) => plainText(evaluate(each.properties.GroupName, template)) === name);
  return found === undefined ? name : `Resources.${found.id}`;
}

const anywhere = (['0.0.0.0/0', '::/0'] as const).map((value): SeenRule => {
  const peer = { kind: value.includes(':') ? 'ipv6' : 'ipv4', value } as const;
  return { id: null, direction: 'egress', protocol: '-1', ports: null, peer, description: null };
});

function readGroup(
  { id, properties }: CfnResource,
  beside: readonly SeenRule[],
  template: Template,
  tell: Tell,
): DeclaredGroup {
  const address = `Resources.${id}`;
  const side = (key: string, direction: Direction): readonly SeenRule[] =>
    listed(properties[key], template).flatMap((rule) =>
      isObject(rule) && !isReference(rule)
        ? readRule(rule, direction, address, template, tell)
        : [{ id: null, direction, protocol: null, ports: null, peer: null, description: null }],
    );
  const egress = side('SecurityGroupEgress', 'egress');
  const perhapsNone = egress.length === 0 || alternatives(properties.SecurityGroupEgress, template).some(isNothing);
  return {
    address,
    id: null,
    name: plainText(evaluate(properties.GroupName, template)),
    vpc: plainText(evaluate(properties.VpcId, template)),
    account: null,
    region: null,
    tags: tagsOf(properties, template),
    rules: [...side('SecurityGroupIngress', 'ingress'), ...egress, ...(perhapsNone ? anywhere : []), ...beside],
    before: null,
    complete: !Object.hasOwn(properties, 'Fn::Transform'),
    deleted: false,
  };
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === notTold || (Array.isArray(value) && value.length === 0);
}

function outsideGroup(address: string, rules: readonly SeenRule[]): DeclaredGroup {
  const id = /^sg-[0-9a-f]+$/.test(address) ? address : null;
  const name = address.endsWith('.DefaultSecurityGroup') ? 'default' : null;
  const facts = { address, id, name, vpc: null, account: null, region: null, tags: null };
  return { ...facts, rules, before: null, complete: false, deleted: false };
}

const groupKeys = ['SourceSecurityGroupId', 'DestinationSecurityGroupId'];
const listKeys = ['SourcePrefixListId', 'DestinationPrefixListId'];

function readRule(
  rule: JsonObject,
  direction: Direction,
  address: string,
  template: Template,
  tell: Tell,
): readonly SeenRule[] {
  const at = (key: string) => scalarOf(evaluate(rule[key], template));
  const owners = ownersOf(rule, template);
  const ofOwners = (name: string): readonly PeerTold[] =>
    (isMadeHere(name, template) ? [''] : owners).map((owner) => ({ kind: 'group', value: `${owner}${name}` }));
  const told: readonly PeerTold[] = [
    ...['CidrIp', 'CidrIpv6'].flatMap((key) =>
      alternatives(rule[key], template).map((value) => ({ kind: 'cidr', value: scalarOf(value) }) as const),
    ),
    ...listKeys.flatMap((key) =>
      symbolsAt(rule[key], `${address}.${key}`, template).map((value) => ({ kind: 'list', value }) as const),
    ),
    ...groupKeys.flatMap((key) => symbolsAt(rule[key], `${address}.${key}`, template).flatMap(ofOwners)),
    ...symbolsAt(rule.SourceSecurityGroupName, `${address}.SourceSecurityGroupName`, template).flatMap((name) =>
      ofOwners(name.startsWith('Resources.') ? name : `name:${name}`),
    ),
  ];
  // CloudFormation refuses a rule without another end: where parameters leave all empty, their defaults are not meant.
  const peers = told.some(({ value }) => isSet(value)) ? told : [{ kind: 'cidr', value: notTold } as const];
  const written: RuleTold = {
    direction,
    protocol: at('IpProtocol'),
    from: at('FromPort'),
    to: at('ToPort'),
    description: at('Description'),
    peers,
    owner: null,
  };
  return declaredRules(written, (reason) => tell(`${address}: ${reason}`));
}

/** What stands before the name of a group: nothing for the account of the template, `111122223333/`, `?/`. */
function ownersOf(rule: JsonObject, template: Template): readonly string[] {
  return alternatives(rule.SourceSecurityGroupOwnerId, template).map((value) => {
    if (isReference(value) && value.id === ownAccount) return '';
    const told = scalarOf(value);
    if (!isSet(told)) return '';
    const account = accountId(toldText(told));
    return account === null ? untoldAccount : `${account}/`;
  });
}

/** Whether a name is that of a group which the template makes, and so of its own account. */
function isMadeHere(name: string, { resources }: Template): boolean {
  const [, id, ...attribute] = name.startsWith('Resources.') ? name.split('.') : [];
  return id !== undefined && attribute.length === 0 && Object.hasOwn(resources, id);
}

function tagsOf(properties: JsonObject, template: Template): DeclaredGroup['tags'] {
  const told = listed(properties.Tags, template).map((tag): readonly [string, string] | null => {
    if (!isObject(tag) || isReference(tag)) return null;
    const [key, value] = [plainText(evaluate(tag.Key, template)), plainText(evaluate(tag.Value, template))];
    return key === null || value === null ? null : [key, value];
  });
  return told.every((tag) => tag !== null) ? Object.fromEntries(told) : null;
}
