import { readAskedRules } from '../../src/aws/model/asked-rules.ts';
import type { Ec2Call, Ec2Result } from '../../src/aws/model/call.ts';
import { defaultQuotas } from '../../src/aws/model/quota.ts';
import { isRefused } from '../../src/aws/model/refusal.ts';
import type { Ec2State } from '../../src/aws/model/state.ts';
import type { Direction, Tuple } from '../../src/core/group/rule.ts';
import type { Answer, Call, Wanted } from '../builders/ec2.ts';
import { lineOf, type MadeCall } from './any-calls.ts';

/** The other simulator's ids, by the model's. */
export interface Names {
  readonly groups: Map<string, string>;
  readonly rules: Map<string, string>;
  readonly lists: Map<string, string>;
}

/** The call in the other simulator's words, and how to learn its ids from its answer; `null` when it has no words for it. */
export function naiveCall(
  made: MadeCall,
  names: Names,
): { readonly call: Call; readonly learn: (answer: Answer) => void } | null {
  const { call, before, asked } = made;
  const told = translate(call, before, names);
  return told === null ? null : { call: told, learn: (answer) => learn(made, answer, names, asked.state) };
}

function translate(call: Ec2Call, state: Ec2State, names: Names): Call | null {
  switch (call.action) {
    case 'CreateSecurityGroup': {
      const vpc = call.request.VpcId!;
      const dualStack = state.vpcs.get(vpc)!.hasIpv6;
      return { do: 'create-group', name: call.request.GroupName, vpc, dualStack };
    }
    case 'DeleteSecurityGroup':
      return { do: 'delete-group', group: own(names.groups, call.request.GroupId!) };
    case 'AuthorizeSecurityGroupIngress':
    case 'AuthorizeSecurityGroupEgress':
      return { do: 'authorize', ...rulesOf(call, state, names) };
    case 'RevokeSecurityGroupIngress':
    case 'RevokeSecurityGroupEgress': {
      const ids = call.request.SecurityGroupRuleIds?.map((id) => own(names.rules, id));
      const { group, direction, rules } = rulesOf(call, state, names);
      return ids === undefined
        ? { do: 'revoke', group, direction, rules }
        : { do: 'revoke-ids', group, direction, ids };
    }
    case 'UpdateSecurityGroupRuleDescriptionsIngress':
    case 'UpdateSecurityGroupRuleDescriptionsEgress':
      return { do: 'describe', ...rulesOf(call, state, names) };
    case 'ModifySecurityGroupRules': {
      const [{ SecurityGroupRuleId, SecurityGroupRule }] = call.request.SecurityGroupRules as never as [never];
      return {
        ...{ do: 'modify', group: own(names.groups, call.request.GroupId), id: own(names.rules, SecurityGroupRuleId) },
        to: wantedOf(SecurityGroupRule, names),
      };
    }
    case 'CreateTags':
    case 'DeleteTags': {
      const group = own(names.groups, call.request.Resources[0]!);
      const [{ Key, Value = null }] = call.request.Tags as [{ Key: string; Value?: string }];
      return { do: 'tag', group, key: Key, value: Value };
    }
    case 'CreateManagedPrefixList': {
      const entries = call.request.Entries!.map(({ Cidr }) => Cidr);
      return { do: 'create-list', name: call.request.PrefixListName, entries };
    }
    case 'ModifyManagedPrefixList': {
      const { PrefixListId, AddEntries = [], RemoveEntries = [] } = call.request;
      const of = (entries: readonly { readonly Cidr: string }[]) => entries.map(({ Cidr }) => Cidr);
      return { do: 'edit-list', list: own(names.lists, PrefixListId), add: of(AddEntries), remove: of(RemoveEntries) };
    }
    case 'RestoreManagedPrefixListVersion':
      return {
        ...{ do: 'restore-list', list: own(names.lists, call.request.PrefixListId) },
        version: call.request.PreviousVersion,
      };
    default:
      return null;
  }
}

type ByContent = Extract<Ec2Call, { readonly action: `${string}SecurityGroup${string}gress` }>;

function rulesOf(call: ByContent, state: Ec2State, names: Names) {
  const direction: Direction = call.action.endsWith('Egress') ? 'egress' : 'ingress';
  const group = state.groups.get(call.request.GroupId!)!;
  const site = { at: 0, quotas: defaultQuotas, listDelay: 0, requester: '', seen: state };
  const { IpPermissions = [] } = call.request;
  const asked = readAskedRules(state, site, group, direction, { IpPermissions });
  const rules = isRefused(asked) ? [] : asked.map((rule) => renamed(rule, names));
  return { group: own(names.groups, group.id), direction, rules };
}

function wantedOf(rule: Readonly<Record<string, unknown>>, names: Names): Wanted {
  const { IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId } = rule;
  const kind = CidrIpv4 ? 'ipv4' : CidrIpv6 ? 'ipv6' : PrefixListId ? 'list' : 'group';
  const value = (CidrIpv4 ?? CidrIpv6 ?? PrefixListId ?? ReferencedGroupId) as string;
  const ports = FromPort === undefined ? null : ([FromPort, ToPort] as [number, number]);
  return renamed({ direction: 'ingress', protocol: IpProtocol as string, ports, peer: { kind, value } }, names);
}

function renamed({ direction, protocol, ports, peer }: Tuple, names: Names): Wanted {
  const value = names.groups.get(peer.value) ?? names.lists.get(peer.value) ?? peer.value;
  return { direction, protocol, ports, peer: { ...peer, value } };
}

function own(names: ReadonlyMap<string, string>, id: string): string {
  return names.get(id) ?? id;
}

function learn({ call, asked }: MadeCall, answer: Answer, names: Names, state: Ec2State): void {
  const result = (asked.answer as { readonly result: unknown }).result;
  if (call.action === 'CreateSecurityGroup') {
    const { GroupId } = result as Ec2Result<'CreateSecurityGroup'>;
    names.groups.set(GroupId, answer.group!.id);
    const others = new Map(answer.group!.rules.map((rule) => [lineOf(rule), rule.id]));
    for (const rule of state.groups.get(GroupId)!.rules) names.rules.set(rule.id, others.get(lineOf(rule))!);
  }
  if (call.action.startsWith('Authorize')) {
    const { SecurityGroupRules } = result as Ec2Result<'AuthorizeSecurityGroupIngress'>;
    for (const [at, rule] of SecurityGroupRules.entries())
      names.rules.set(rule.SecurityGroupRuleId, answer.rules[at]!.id);
  }
  if (call.action === 'CreateManagedPrefixList')
    names.lists.set((result as Ec2Result<'CreateManagedPrefixList'>).PrefixList.PrefixListId, answer.list!.id);
}
