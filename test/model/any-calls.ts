import fc from 'fast-check';
import type { Ec2Call } from '../../src/aws/model/call.ts';
import type { Caller } from '../../src/aws/model/caller.ts';
import { addVpc } from '../../src/aws/model/calls/vpcs.ts';
import { type Asked, Ec2Model } from '../../src/aws/model/model.ts';
import type { Era } from '../../src/aws/model/record/era.ts';
import { iamUser } from '../../src/aws/model/record/identity.ts';
import { userAgents } from '../../src/aws/model/record/user-agents.ts';
import type { IpPermission, SecurityGroupRuleRequest } from '../../src/aws/model/shape.ts';
import { type Ec2State, emptyState, type HeldGroup, type HeldRule } from '../../src/aws/model/state.ts';
import type { Direction, Peer, Tuple } from '../../src/core/group/rule.ts';
import { start } from '../builders/any-history.ts';
import { someCidrs, tupleOf } from '../builders/any-tuple.ts';

/** One call of a history, with EC2 before and after it. */
export interface MadeCall {
  readonly at: number;
  readonly call: Ec2Call;
  readonly asked: Asked;
  readonly before: Ec2State;
}

export const account = '111122223333';
export const region = 'eu-west-1';
export const alice: Caller = { identity: iamUser(account, 'alice'), userAgent: userAgents.sdk, from: '198.51.100.7' };
export const bob: Caller = { ...alice, identity: iamUser(account, 'bob') };

/** Where every history begins: a VPC, one with IPv6, and the default VPC. */
export function threeVpcs(): Ec2State {
  const of = { cidr: '10.0.0.0/16', tenancy: 'default', hasIpv6: false, isDefault: false, tags: {} };
  const [one] = addVpc(emptyState(account, region), of);
  const [two] = addVpc(one, { ...of, hasIpv6: true });
  return addVpc(two, { ...of, isDefault: true })[0];
}

/** Few enough that histories come up against them. */
const quotas = { rulesPerDirection: 5 };

/** Any sequence of calls to the model, most of which it grants; `quiet`: none in the default VPC. */
export function anyCalls(era: Era, quiet: boolean, length = 60): fc.Arbitrary<readonly MadeCall[]> {
  const n = fc.nat(1000);
  const intent = fc.record({ verb: n, group: n, one: n, two: n, three: n, gap: fc.constantFrom(1000, 2000, 45_000) });
  return fc.array(intent, { minLength: 4, maxLength: length }).map((intents) => {
    const model = new Ec2Model({ account, region, state: threeVpcs(), throttles: false, era, quotas });
    const born = new Set(model.state.groups.keys());
    let at = start;
    return intents.map((each): MadeCall => {
      at += each.gap;
      const before = model.state;
      // Before 2021 rules had no ids, so that no call could name one.
      const nameless = era < 2021 && each.verb % 20 >= 9 && each.verb % 20 <= 12;
      const call = callOf(before, nameless ? { ...each, verb: each.verb - 4 } : each, quiet, born);
      return { at, call, before, asked: model.ask(call.action, call.request as never, alice, at) };
    });
  });
}

interface Intent {
  readonly verb: number;
  readonly group: number;
  readonly one: number;
  readonly two: number;
  readonly three: number;
}

function callOf(state: Ec2State, intent: Intent, quiet: boolean, born: ReadonlySet<string>): Ec2Call {
  const groups = [...state.groups.values()].filter(({ id }) => !born.has(id));
  const group = groups[intent.group % Math.max(groups.length, 1)];
  const verb = intent.verb % 20;
  if (group === undefined || (verb === 0 && groups.length < 3)) return newGroup(state, intent, quiet);
  if (verb >= 15) return verb >= 18 ? interfaceCall(state, intent, groups) : listCall(state, intent);
  const direction: Direction = intent.two % 4 === 0 ? 'egress' : 'ingress';
  const side = direction === 'egress' ? 'Egress' : 'Ingress';
  const GroupId = group.id;
  const own = group.rules.filter((rule) => rule.direction === direction);
  const rule = own[intent.one % Math.max(own.length, 1)];
  if (verb <= 5) return authorizeCall(state, group, direction, intent);
  if (verb <= 8) {
    const stranger = intent.three % 4 === 0 || rule === undefined ? [anyRule(state, group, direction, intent)] : [];
    const asked = distinct([...own.slice(0, intent.three % 3), ...(rule === undefined ? [] : [rule]), ...stranger]);
    return { action: `RevokeSecurityGroup${side}`, request: { GroupId, IpPermissions: asked.map(permission) } };
  }
  if (verb <= 10) {
    const ids = [
      rule?.id ?? 'sgr-00000000000000000',
      ...(intent.three % 3 === 0 && rule ? own.slice(0, 2).map(idOf) : []),
    ];
    return { action: `RevokeSecurityGroup${side}`, request: { GroupId, SecurityGroupRuleIds: [...new Set(ids)] } };
  }
  if (verb <= 12) return modifyCall(state, group, intent);
  if (verb === 13) {
    if (rule === undefined || intent.three % 2 === 0) return tagCall(group, intent);
    const [peer] = [permission(rule, `said ${intent.three}`)];
    return { action: `UpdateSecurityGroupRuleDescriptions${side}`, request: { GroupId, IpPermissions: [peer!] } };
  }
  return intent.three % 3 === 0
    ? { action: 'DeleteSecurityGroup', request: { GroupId } }
    : newGroup(state, intent, quiet);
}

function newGroup(state: Ec2State, intent: Intent, quiet: boolean): Ec2Call {
  const vpcs = [...state.vpcs.values()].filter((vpc) => !quiet || !vpc.isDefault);
  const name = `group-${intent.one % 12}`;
  const VpcId = vpcs[intent.three % vpcs.length]!.id;
  return { action: 'CreateSecurityGroup', request: { GroupName: name, Description: 'of a history', VpcId } };
}

function authorizeCall(state: Ec2State, group: HeldGroup, direction: Direction, intent: Intent): Ec2Call {
  const more = { ...intent, one: intent.one + 1, two: intent.two + 3 };
  const rules = [anyRule(state, group, direction, intent), anyRule(state, group, direction, more)];
  const IpPermissions = distinct(rules.slice(0, intent.three % 3 === 0 ? 2 : 1)).map((rule) => permission(rule));
  const action = direction === 'egress' ? 'AuthorizeSecurityGroupEgress' : 'AuthorizeSecurityGroupIngress';
  return { action, request: { GroupId: group.id, IpPermissions } };
}

function modifyCall(state: Ec2State, group: HeldGroup, intent: Intent): Ec2Call {
  const rule = group.rules[intent.one % Math.max(group.rules.length, 1)];
  const wanted = anyRule(state, group, rule?.direction ?? 'ingress', { ...intent, one: intent.three });
  const request = { GroupId: group.id, SecurityGroupRules: [change(rule?.id ?? 'sgr-00000000000000000', wanted)] };
  return { action: 'ModifySecurityGroupRules', request };
}

function change(SecurityGroupRuleId: string, rule: Tuple) {
  const { value } = rule.peer;
  const peers: Readonly<Record<Peer['kind'], SecurityGroupRuleRequest>> = {
    ...{ ipv4: { CidrIpv4: value }, ipv6: { CidrIpv6: value } },
    ...{ list: { PrefixListId: value }, group: { ReferencedGroupId: value } },
  };
  return { SecurityGroupRuleId, SecurityGroupRule: { ...serviceOf(rule), ...peers[rule.peer.kind] } };
}

function tagCall({ id }: HeldGroup, { one }: Intent): Ec2Call {
  return one % 3 === 0
    ? { action: 'DeleteTags', request: { Resources: [id], Tags: [{ Key: 'environment' }] } }
    : { action: 'CreateTags', request: { Resources: [id], Tags: [{ Key: 'environment', Value: `of ${one % 3}` }] } };
}

function listCall(state: Ec2State, { one, two, three }: Intent): Ec2Call {
  const lists = [...state.lists.values()];
  const list = lists[one % Math.max(lists.length, 1)];
  const Cidr = someCidrs[two % someCidrs.length]!;
  if (list === undefined || (three % 5 === 0 && lists.length < 2)) {
    const Entries = three % 3 === 0 ? [] : [{ Cidr }];
    const request = { PrefixListName: `list-${lists.length}`, MaxEntries: 2, AddressFamily: 'IPv4', Entries };
    return { action: 'CreateManagedPrefixList', request };
  }
  const CurrentVersion = list.versions.length - (two % 5 === 0 ? 1 : 0);
  const PrefixListId = list.id;
  if (three % 7 === 0) {
    const PreviousVersion = 1 + (two % list.versions.length);
    return { action: 'RestoreManagedPrefixListVersion', request: { PrefixListId, PreviousVersion, CurrentVersion } };
  }
  const held = list.versions.at(-1)!.some(({ cidr }) => cidr === Cidr);
  const edit = held ? { RemoveEntries: [{ Cidr }] } : { AddEntries: [{ Cidr }] };
  return { action: 'ModifyManagedPrefixList', request: { PrefixListId, CurrentVersion, ...edit } };
}

function interfaceCall(state: Ec2State, { one, three }: Intent, groups: readonly HeldGroup[]): Ec2Call {
  const held = [...state.interfaces.values()][one % Math.max(state.interfaces.size, 1)];
  const vpc = [...state.vpcs.values()][three % state.vpcs.size]!;
  const fitting = groups.filter((group) => group.vpc === (held?.vpc ?? vpc.id)).map(idOf);
  if (held === undefined || three % 3 === 0)
    return { action: 'CreateNetworkInterface', request: { SubnetId: vpc.subnet, Groups: fitting.slice(0, one % 3) } };
  const NetworkInterfaceId = held.id;
  return three % 3 === 1
    ? { action: 'DeleteNetworkInterface', request: { NetworkInterfaceId } }
    : { action: 'ModifyNetworkInterfaceAttribute', request: { NetworkInterfaceId, Groups: fitting.slice(0, 2) } };
}

function anyRule(state: Ec2State, group: HeldGroup, direction: Direction, intent: Intent): Tuple {
  const groups = [...state.groups.values()].filter(({ vpc }) => vpc === group.vpc).map(idOf);
  return tupleOf(direction, intent, { groups, lists: [...state.lists.keys()] });
}

/** The tuple as a permission with one peer. */
function permission(rule: Tuple, said?: string | number): IpPermission {
  const { value } = rule.peer;
  const text = typeof said === 'string' ? { Description: said } : {};
  const peers: Readonly<Record<Peer['kind'], Partial<IpPermission>>> = {
    ipv4: { IpRanges: [{ CidrIp: value, ...text }] },
    ipv6: { Ipv6Ranges: [{ CidrIpv6: value, ...text }] },
    list: { PrefixListIds: [{ PrefixListId: value, ...text }] },
    group: { UserIdGroupPairs: [{ GroupId: value, UserId: account, ...text }] },
  };
  return { ...serviceOf(rule), ...peers[rule.peer.kind] };
}

function serviceOf({ protocol, ports }: Tuple) {
  return { IpProtocol: protocol, ...(ports === null ? {} : { FromPort: ports[0], ToPort: ports[1] }) };
}

/** A tuple in one line: what a group cannot hold twice. */
export function lineOf({ direction, protocol, ports, peer }: Tuple): string {
  return [direction, protocol, ports?.join('-') ?? '*', peer.value].join(' ');
}

function distinct(rules: readonly Tuple[]): readonly Tuple[] {
  return [...new Map(rules.map((rule) => [lineOf(rule), rule])).values()];
}

function idOf({ id }: HeldRule | HeldGroup): string {
  return id;
}
