import { readAskedRules } from '../../src/aws/model/asked-rules.ts';
import type { Ec2Call } from '../../src/aws/model/call.ts';
import { addVpc } from '../../src/aws/model/calls/vpcs.ts';
import type { ModelParts } from '../../src/aws/model/model.ts';
import { defaultQuotas } from '../../src/aws/model/quota.ts';
import { isRefused } from '../../src/aws/model/refusal.ts';
import {
  type Ec2State,
  emptyState,
  type HeldGroup,
  type HeldList,
  type HeldRule,
  withHeld,
} from '../../src/aws/model/state.ts';
import type { Direction } from '../../src/core/group/rule.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';

// biome-ignore lint/suspicious/noExplicitAny: records are read here as they come
type Loose = any;

/**
 * The account as it must have stood just before a record's call, for the call to have come to what the record tells: the
 * things it names, by their recorded ids, the rules that it took away or rewrote, the refusal's cause.
 */
export function stage(call: Ec2Call, record: JsonObject): ModelParts {
  const answer = record.responseElements as Loose;
  const text = JSON.stringify([record.requestParameters, answer]);
  const account = accountOf(record);
  const region = record.awsRegion as string;
  const isDefault = /"groupName"|unknownIpPermission/.test(text) || call.action === 'CreateSecurityGroup';
  let state = vpcState(account, region, isDefault, text);
  const isThere = !String(record.errorMessage).includes('security-group/*');
  for (const id of new Set(isThere ? text.match(/\bsg-[0-9a-f]+/g) : []))
    state = addGroup(state, id, nameIn(answer, id) ?? id);
  for (const name of namesIn(call)) state = addGroup(state, `sg-${hex(name)}`, name);
  for (const id of new Set(text.match(/\bpl-[0-9a-f]+/g))) state = withHeld(state, 'lists', listOf(id, call, answer));
  for (const id of new Set(text.match(/\beni-[0-9a-f]+/g))) state = addInterface(state, id);
  state = addRules(state, call, record);
  if (record.errorCode === 'Client.DependencyViolation') state = addInterface(state, 'eni-0000000000000000f');
  const code = String(record.errorCode ?? '');
  const denied = /because (.*?)\. Encoded/.exec(String(record.errorMessage))?.[1] ?? 'no reason is told';
  return {
    ...{ account, region, state, throttles: false, listDelay: 60_000 },
    ...(code.endsWith('LimitExceeded') ? { quotas: { vpcs: 0 } } : {}),
    ...(code === 'Client.UnauthorizedOperation' ? { forbids: () => denied } : {}),
  };
}

function accountOf(record: JsonObject): string {
  const owner = /"(?:groupOwnerId|ownerId)": ?"?(\d{12})/.exec(JSON.stringify(record.responseElements))?.[1];
  const identity = record.userIdentity as Loose;
  return owner ?? (record.recipientAccountId as string | undefined) ?? identity?.accountId ?? '111122223333';
}

function vpcState(account: string, region: string, isDefault: boolean, text: string): Ec2State {
  const [state, vpc] = addVpc(emptyState(account, region), {
    ...{ cidr: '10.0.0.0/16', tenancy: 'default', hasIpv6: false, isDefault, tags: {} },
  });
  const id = /\bvpc-(?!cidr)[\w-]+/.exec(text)?.[0] ?? vpc.id;
  const subnet = /\bsubnet-[0-9a-f]+/.exec(text)?.[0] ?? vpc.subnet;
  const held = /"groupId":"(sg-[0-9a-f]+)","groupName":"default"/.exec(text)?.[1] ?? vpc.defaultGroup;
  const group = { ...state.groups.get(vpc.defaultGroup)!, id: held, vpc: id };
  const vpcs = new Map([[id, { ...vpc, id, subnet, defaultGroup: held }]]);
  const used = text.includes('"cidrBlock"');
  return used ? { ...state, vpcs: new Map(), groups: new Map() } : { ...state, vpcs, groups: new Map([[held, group]]) };
}

function addGroup(state: Ec2State, id: string, name: string): Ec2State {
  const [vpc] = state.vpcs.values();
  if (vpc === undefined || state.groups.has(id)) return state;
  const group: HeldGroup = { id, name, description: name, vpc: vpc.id, tags: {}, rules: [] };
  return withHeld(state, 'groups', group);
}

function addInterface(state: Ec2State, id: string): Ec2State {
  const [vpc] = state.vpcs.values();
  return withHeld(state, 'interfaces', {
    ...{ id, subnet: vpc!.subnet, vpc: vpc!.id, description: '', groups: [...state.groups.keys()], tags: {} },
    ...{ address: '10.0.0.1', publicAddress: null, instance: null, requester: 'AIDA', sourceDestCheck: true },
  });
}

function listOf(id: string, call: Ec2Call, answer: Loose): HeldList {
  const told = Object.values(answer ?? {})
    .map((each: Loose) => each?.prefixList)
    .find(Boolean);
  const asked = call.request as Loose;
  const removed = (asked.RemoveEntries ?? []).map(({ Cidr }: Loose) => ({ cidr: Cidr, description: null }));
  const wrong = answer === null ? 1 : 0;
  const version = told?.version ?? (asked.CurrentVersion ?? 1) + wrong;
  return {
    ...{ id, name: told?.prefixListName ?? 'list', family: told?.addressFamily ?? 'IPv4', tags: {} },
    ...{ maxEntries: told?.maxEntries ?? 10, versions: Array.from({ length: version }, () => removed) },
    ...{ doing: 'create', settlesAt: 0, versionBefore: version, failure: null },
  };
}

/** The rules that stood: those that the call names, except where the record tells that it found none. */
function addRules(state: Ec2State, call: Ec2Call, record: JsonObject): Ec2State {
  const asked = call.request as Loose;
  const group = [...state.groups.values()].find(({ id, name }) =>
    asked.GroupId === undefined ? name === asked.GroupName : id === asked.GroupId,
  );
  const tagged: readonly string[] = (asked.Resources ?? []).filter((id: string) => id.startsWith('sgr-'));
  if (tagged.length > 0) return addTagged(state, tagged);
  const code = String(record.errorCode ?? '');
  const none = call.action.startsWith('Authorize') && !code.endsWith('Duplicate');
  if (group === undefined || none || code.endsWith('.NotFound')) return state;
  const direction: Direction = call.action.endsWith('Egress') ? 'egress' : 'ingress';
  const answer = record.responseElements as Loose;
  const unknown = new Set(JSON.stringify(answer?.unknownIpPermissionSet ?? '').match(/[\d.]+\/\d+/g));
  const site = { at: 0, quotas: defaultQuotas, listDelay: 0, requester: '', seen: state };
  const read = readAskedRules(state, site, group, direction, asked);
  const byContent = isRefused(read) ? [] : read.filter(({ peer }) => !unknown.has(peer.value));
  const gone: readonly Loose[] = answer?.revokedSecurityGroupRuleSet?.items ?? [];
  const named: readonly string[] = [
    ...(asked.SecurityGroupRuleIds ?? []),
    ...(asked.SecurityGroupRules ?? []).map((each: Loose) => each.SecurityGroupRuleId),
    ...(asked.SecurityGroupRuleDescriptions ?? []).map((each: Loose) => each.SecurityGroupRuleId),
  ];
  const rules: HeldRule[] = [
    ...byContent.map(({ asked: _, ...rule }, at) => ({
      ...{ ...rule, id: gone[at]?.securityGroupRuleId ?? `sgr-${hex(String(at))}`, tags: {} },
    })),
    ...named.map((id, at) => ruleNamed(id, direction, at, gone, asked)),
    ...(code.endsWith('Duplicate') ? named.map((_, at) => duplicateOf(asked.SecurityGroupRules[at])) : []),
  ];
  return withHeld(state, 'groups', { ...group, rules });
}

function addTagged(state: Ec2State, ids: readonly string[]): Ec2State {
  const [group] = state.groups.values();
  return withHeld(state, 'groups', { ...group!, rules: ids.map((id, at) => ruleNamed(id, 'ingress', at, [], {})) });
}

function ruleNamed(id: string, direction: Direction, at: number, gone: readonly Loose[], asked: Loose): HeldRule {
  const told = gone.find((each) => each.securityGroupRuleId === id);
  const next = asked.SecurityGroupRules?.find((each: Loose) => each.SecurityGroupRuleId === id)?.SecurityGroupRule;
  const group = told?.referencedGroupId ?? (next?.ReferencedGroupId && 'sg-0000000000000000e');
  const peer = group
    ? { kind: 'group', value: group }
    : next?.PrefixListId
      ? { kind: 'list', value: 'pl-0000000000000000e' }
      : next?.CidrIpv6
        ? { kind: 'ipv6', value: '2001:db8:ffff::/48' }
        : { kind: 'ipv4', value: '198.51.100.0/24' };
  const ports = told === undefined ? [1000 + at, 1000 + at] : [told.fromPort, told.toPort];
  return { id, direction, protocol: 'tcp', ports, peer, description: null, tags: {} } as unknown as HeldRule;
}

function duplicateOf({ SecurityGroupRule: wanted }: Loose): HeldRule {
  const peer = { kind: 'ipv4', value: wanted.CidrIpv4 } as const;
  const ports = [wanted.FromPort, wanted.ToPort] as const;
  return { id: `sgr-${hex('twin')}`, direction: 'ingress', protocol: 'tcp', ports, peer, description: null, tags: {} };
}

function namesIn(call: Ec2Call): readonly string[] {
  const asked = call.request as Loose;
  if (call.action === 'CreateSecurityGroup') return [];
  const pairs = (asked.IpPermissions ?? []).flatMap((each: Loose) => each.UserIdGroupPairs ?? []);
  const names = [asked.GroupName, asked.SourceSecurityGroupName, ...pairs.map((each: Loose) => each.GroupName)];
  return names.filter((name) => name !== undefined);
}

function nameIn(answer: Loose, id: string): string | null {
  return new RegExp(`"groupId":"${id}","groupName":"([^"]*)"`).exec(JSON.stringify(answer))?.[1] ?? null;
}

function hex(text: string): string {
  return [...text]
    .reduce((out, sign) => out + sign.charCodeAt(0).toString(16), '')
    .slice(0, 17)
    .padStart(17, '0');
}
