import type { Tuple } from '../../src/core/group/rule.ts';
import type { Json, JsonObject } from '../../src/core/leaf/canonical.ts';
import { writeInstant } from '../../src/core/leaf/instant.ts';
import type { Answer, Call, LiveRule, Wanted } from './ec2.ts';

/**
 * How much a record tells: in 2014 no answer has rule ids; from 2021 an Authorize answers them, a Revoke by id tells no
 * content; in 2026 a Revoke answers what it took.
 */
export type Era = 2014 | 2021 | 2026;

/** Who called, when, and under which event id. */
export interface Head {
  readonly era: Era;
  readonly at: number;
  readonly eventId: string;
  readonly actor: string;
  readonly account: string;
  readonly region: string;
}

type Parts = readonly [name: string, request: Json, response: Json];

/** Renders a call and its answer as the CloudTrail record that EC2 writes of it, in both of its dialects. */
export function renderRecord(call: Call, answer: Answer, head: Head): JsonObject {
  const [name, request, response] = parts(call, answer, head);
  const failed = answer.error !== null;
  return {
    eventVersion: head.era === 2014 ? '1.01' : '1.11',
    eventID: head.eventId,
    eventTime: writeInstant(head.at),
    eventSource: 'ec2.amazonaws.com',
    eventName: name,
    awsRegion: head.region,
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.13.0',
    userIdentity: identityOf(head),
    requestParameters: request,
    responseElements: failed ? null : response,
    ...(failed ? { errorCode: answer.error, errorMessage: 'refused' } : {}),
    eventType: 'AwsApiCall',
    managementEvent: true,
    readOnly: false,
    recipientAccountId: head.account,
  };
}

function identityOf({ actor, account }: Head): JsonObject {
  return {
    type: 'IAMUser',
    principalId: `AIDA${actor.toUpperCase()}`,
    arn: `arn:aws:iam::${account}:user/${actor}`,
    accountId: account,
    userName: actor,
  };
}

function parts(call: Call, answer: Answer, head: Head): Parts {
  const done = { requestId: 'request', _return: true };
  switch (call.do) {
    case 'create-group': {
      const request = { groupName: call.name, groupDescription: call.name, vpcId: call.vpc };
      return ['CreateSecurityGroup', request, { ...done, groupId: answer.group?.id ?? null }];
    }
    case 'delete-group':
      return ['DeleteSecurityGroup', { groupId: call.group }, done];
    case 'authorize': {
      const name = call.direction === 'ingress' ? 'AuthorizeSecurityGroupIngress' : 'AuthorizeSecurityGroupEgress';
      const set = { items: answer.rules.map((rule) => ruleItem(rule, call.group, head, true)) };
      const response = head.era === 2014 ? { _return: true } : { ...done, securityGroupRuleSet: set };
      return [name, { groupId: call.group, ipPermissions: permissions(call.rules, head) }, response];
    }
    case 'revoke':
    case 'revoke-ids': {
      const name = call.direction === 'ingress' ? 'RevokeSecurityGroupIngress' : 'RevokeSecurityGroupEgress';
      const set = { items: answer.rules.map((rule) => ruleItem(rule, call.group, head, false)) };
      const response = head.era === 2026 ? { ...done, revokedSecurityGroupRuleSet: set } : done;
      const asked =
        call.do === 'revoke'
          ? { ipPermissions: permissions(call.rules, head) }
          : {
              ipPermissions: {},
              securityGroupRuleIds: { items: call.ids.map((securityGroupRuleId) => ({ securityGroupRuleId })) },
            };
      return [name, { groupId: call.group, ...asked }, response];
    }
    case 'modify': {
      const rule = { SecurityGroupRuleId: call.id, tag: 1, SecurityGroupRule: flatRule(call.to) };
      return wrapped('ModifySecurityGroupRules', { GroupId: call.group, SecurityGroupRule: rule }, { return: true });
    }
    case 'describe': {
      const side = call.direction === 'ingress' ? 'Ingress' : 'Egress';
      const name = `UpdateSecurityGroupRuleDescriptions${side}`;
      const items = call.rules.map((rule, at) => ({ ...describedItem(rule), tag: at + 1 }));
      const one = items.length === 1 ? items[0]! : items;
      return wrapped(name, { GroupId: call.group, IpPermissions: one }, { return: true });
    }
    case 'tag': {
      const tag = call.value === null ? { key: call.key } : { key: call.key, value: call.value };
      const request = { resourcesSet: { items: [{ resourceId: call.group }] }, tagSet: { items: [tag] } };
      return [call.value === null ? 'DeleteTags' : 'CreateTags', request, done];
    }
    case 'create-list':
      return listCall('CreateManagedPrefixList', answer, {
        ...{ PrefixListName: call.name, MaxEntries: 20, AddressFamily: 'IPv4' },
        ...entries('Entry', call.entries),
      });
    case 'edit-list':
      return listCall('ModifyManagedPrefixList', answer, {
        ...{ PrefixListId: call.list, ...entries('AddEntry', call.add) },
        ...entries('RemoveEntry', call.remove),
      });
    case 'restore-list':
      return listCall('RestoreManagedPrefixListVersion', answer, {
        PrefixListId: call.list,
        PreviousVersion: call.version,
      });
  }
}

function wrapped(name: string, request: JsonObject, response: JsonObject): Parts {
  const answer = { [`${name}Response`]: { xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/', ...response } };
  return [name, { [`${name}Request`]: request }, answer];
}

function listCall(name: string, { list }: Answer, request: JsonObject): Parts {
  const prefixList = { prefixListId: list?.id, version: list?.versions.length, state: 'modify-in-progress' };
  return wrapped(name, request, { prefixList });
}

/** One entry is an object, several are an array, none is no key: EC2's wrapped dialect. */
function entries(key: string, cidrs: readonly string[]): JsonObject {
  const items = cidrs.map((Cidr, at) => ({ Cidr, tag: at + 1 }));
  return items.length === 0 ? {} : { [key]: items.length === 1 ? items[0]! : items };
}

function permissions(rules: readonly Wanted[], { era, account }: Head): JsonObject {
  return {
    items: rules.map((rule) => {
      const kind = rule.peer.kind;
      const described = rule.description === undefined ? {} : { description: rule.description };
      const only = (wanted: string, item: JsonObject): JsonObject =>
        kind === wanted ? { items: [{ ...item, ...described }] } : {};
      return {
        ...portsOf(rule),
        groups: only('group', { groupId: rule.peer.value, userId: account }),
        ipRanges: only('ipv4', { cidrIp: rule.peer.value }),
        ...(era === 2014 && kind !== 'ipv6' && kind !== 'list'
          ? {}
          : {
              ipv6Ranges: only('ipv6', { cidrIpv6: rule.peer.value }),
              prefixListIds: only('list', { prefixListId: rule.peer.value }),
            }),
      };
    }),
  };
}

function ruleItem(rule: LiveRule, group: string, { account }: Head, owned: boolean): JsonObject {
  const own = owned ? { groupOwnerId: account } : {};
  const { kind, value } = rule.peer;
  const referenced = owned
    ? { referencedGroupInfo: { groupId: value, userId: account } }
    : { referencedGroupId: value };
  const peer = {
    ipv4: { cidrIpv4: value },
    ipv6: { cidrIpv6: value },
    list: { prefixListId: value },
    group: referenced,
  };
  return {
    ...own,
    ...{ groupId: group, securityGroupRuleId: rule.id, isEgress: rule.direction === 'egress' },
    ...portsOf(rule),
    ...peer[kind],
    ...(rule.description === null ? {} : { description: rule.description }),
  };
}

function flatRule(rule: Wanted): JsonObject {
  const { kind, value } = rule.peer;
  const key = { ipv4: 'CidrIpv4', ipv6: 'CidrIpv6', list: 'PrefixListId', group: 'ReferencedGroupId' }[kind];
  const { ipProtocol, fromPort, toPort } = portsOf(rule);
  return {
    ...{ IpProtocol: ipProtocol, FromPort: fromPort, ToPort: toPort, [key]: value },
    ...(rule.description === undefined ? {} : { Description: rule.description }),
  };
}

function describedItem(rule: Wanted): JsonObject {
  const { kind, value } = rule.peer;
  const { ipProtocol, fromPort, toPort } = portsOf(rule);
  const said = { Description: rule.description, tag: 1 };
  const peer = {
    ipv4: { IpRanges: { CidrIp: value, ...said } },
    ipv6: { Ipv6Ranges: { CidrIpv6: value, ...said } },
    list: { PrefixListIds: { PrefixListId: value, ...said } },
    group: { Groups: { GroupId: value, ...said } },
  };
  return { IpProtocol: ipProtocol, FromPort: fromPort, ToPort: toPort, ...peer[kind] };
}

function portsOf({ protocol, ports }: Tuple) {
  return { ipProtocol: protocol, fromPort: ports?.[0] ?? -1, toPort: ports?.[1] ?? -1 };
}
