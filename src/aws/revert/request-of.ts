import type { Rule } from '../../core/group/rule.ts';
import { untoldAccount } from '../../core/group/rule.ts';
import { tupleKey } from '../../core/ledger/standing.ts';
import type { ApiFailure, Failure } from '../../core/plan/act/api-failure.ts';
import type { Ec2Order } from '../../core/plan/act/ec2-order.ts';
import type { Ec2Call } from '../model/call.ts';
import type { IpPermission, SecurityGroupRuleRequest, TagSpecification, UserIdGroupPair } from '../model/shape.ts';

/**
 * The calls that an order means, or why it is not sent: what our own guard refuses never reaches EC2. One call, but for
 * tags that are set and removed in one order (EC2 has no call for both).
 */
export function requestOf(order: Ec2Order): readonly Ec2Call[] | ApiFailure {
  switch (order.call) {
    case 'revoke':
      if (order.ids.length === 0) return refuse('malformed', 'expected rule ids to revoke, found none');
      return [
        {
          action: order.direction === 'ingress' ? 'RevokeSecurityGroupIngress' : 'RevokeSecurityGroupEgress',
          request: { GroupId: order.group, SecurityGroupRuleIds: order.ids },
        },
      ];
    case 'authorize':
      return authorizeCall(order);
    case 'rewrite':
      return rewriteCall(order);
    case 'edit-list':
      return [
        {
          action: 'ModifyManagedPrefixList',
          request: {
            PrefixListId: order.list,
            CurrentVersion: order.version,
            ...(order.add.length === 0
              ? {}
              : { AddEntries: order.add.map(({ cidr, description }) => ({ Cidr: cidr, ...said(description) })) }),
            ...(order.remove.length === 0 ? {} : { RemoveEntries: order.remove.map((Cidr) => ({ Cidr })) }),
          },
        },
      ];
    case 'set-groups':
      return [
        {
          action: 'ModifyNetworkInterfaceAttribute',
          request: { NetworkInterfaceId: order.interface, Groups: order.groups },
        },
      ];
    case 'set-tags': {
      const set = Object.entries(order.set).map(([Key, Value]) => ({ Key, Value }));
      const gone = order.remove.map((Key) => ({ Key }));
      const Resources = [order.resource];
      const calls: readonly Ec2Call[] = [
        ...(set.length === 0 ? [] : [{ action: 'CreateTags', request: { Resources, Tags: set } } as const]),
        // DeleteTags without a key takes all tags away.
        ...(gone.length === 0 ? [] : [{ action: 'DeleteTags', request: { Resources, Tags: gone } } as const]),
      ];
      return calls.length === 0 ? refuse('malformed', 'expected tags to set or to remove, found none') : calls;
    }
  }
}

function authorizeCall(order: Extract<Ec2Order, { readonly call: 'authorize' }>): readonly Ec2Call[] | ApiFailure {
  const { rules, image, direction } = order;
  if (rules.length === 0) return refuse('malformed', 'expected rules to restore, found none');
  const known = new Set(image.map(tupleKey));
  const stranger = rules.find((rule) => rule.direction !== direction || !known.has(tupleKey(rule)) || isUntold(rule));
  if (stranger !== undefined) return refuseTuple(stranger);
  const tags = rules.map(tagsOf);
  if (new Set(tags.map((each) => JSON.stringify(each))).size > 1)
    return refuse('malformed', 'expected rules with the same tags in one call, which tags all of them alike');
  const specification: TagSpecification = { ResourceType: 'security-group-rule', Tags: tags[0]! };
  const tagged = order.untagged !== true && specification.Tags.length > 0;
  return [
    {
      action: direction === 'ingress' ? 'AuthorizeSecurityGroupIngress' : 'AuthorizeSecurityGroupEgress',
      request: {
        GroupId: order.group,
        IpPermissions: rules.map(permissionOf),
        ...(tagged ? { TagSpecifications: [specification] } : {}),
      },
    },
  ];
}

function rewriteCall(order: Extract<Ec2Order, { readonly call: 'rewrite' }>): readonly Ec2Call[] | ApiFailure {
  const { rules, image } = order;
  if (rules.length === 0) return refuse('malformed', 'expected rules to rewrite, found none');
  for (const rule of rules) {
    const stood = image.some((old) => (old.id === rule.id || old.id === null) && tupleKey(old) === tupleKey(rule));
    if (rule.id === null || !stood || isUntold(rule) || isNamed(rule)) return refuseTuple(rule);
  }
  const SecurityGroupRules = rules.map((rule) => ({
    SecurityGroupRuleId: rule.id!,
    SecurityGroupRule: rewritten(rule),
  }));
  return [{ action: 'ModifySecurityGroupRules', request: { GroupId: order.group, SecurityGroupRules } }];
}

function permissionOf(rule: Rule): IpPermission {
  const { kind, value } = rule.peer;
  const more = said(rule.description);
  const service = { IpProtocol: rule.protocol, ...portsOf(rule) };
  switch (kind) {
    case 'ipv4':
      return { ...service, IpRanges: [{ CidrIp: value, ...more }] };
    case 'ipv6':
      return { ...service, Ipv6Ranges: [{ CidrIpv6: value, ...more }] };
    case 'list':
      return { ...service, PrefixListIds: [{ PrefixListId: value, ...more }] };
    case 'group':
      return { ...service, UserIdGroupPairs: [{ ...pairOf(value), ...more }] };
  }
}

function rewritten(rule: Rule): SecurityGroupRuleRequest {
  const { kind, value } = rule.peer;
  const service = { IpProtocol: rule.protocol, ...portsOf(rule), ...said(rule.description) };
  switch (kind) {
    case 'ipv4':
      return { ...service, CidrIpv4: value };
    case 'ipv6':
      return { ...service, CidrIpv6: value };
    case 'list':
      return { ...service, PrefixListId: value };
    case 'group':
      return { ...service, ReferencedGroupId: pairOf(value).GroupId! };
  }
}

/** A peer's value in EC2's parts: `sg-…`, `<account>/sg-…`, `name:…`, `<service>/<name>`. */
function pairOf(value: string): UserIdGroupPair {
  const slash = value.indexOf('/');
  const [user, group] = slash < 0 ? [null, value] : [value.slice(0, slash), value.slice(slash + 1)];
  const owner = user === null ? {} : { UserId: user };
  if (group.startsWith('name:')) return { ...owner, GroupName: group.slice('name:'.length) };
  return user !== null && !/^\d{12}$/.test(user) ? { ...owner, GroupName: group } : { ...owner, GroupId: group };
}

function portsOf({ ports }: Rule): { readonly FromPort?: number; readonly ToPort?: number } {
  return ports === null ? {} : { FromPort: ports[0], ToPort: ports[1] };
}

/** Tags of a rule that a call may give: those of AWS itself are its own (EC2 user guide, "Tag restrictions"). */
function tagsOf({ tags = {} }: Rule): readonly { readonly Key: string; readonly Value: string }[] {
  return Object.entries(tags)
    .filter(([key]) => !/^aws:/i.test(key))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([Key, Value]) => ({ Key, Value }));
}

function said(description: string | null): { readonly Description?: string } {
  return description === null ? {} : { Description: description };
}

function isUntold({ peer }: Rule): boolean {
  return peer.kind === 'group' && peer.value.startsWith(untoldAccount);
}

function isNamed({ peer }: Rule): boolean {
  return peer.kind === 'group' && pairOf(peer.value).GroupId === undefined;
}

function refuseTuple(rule: Rule): ApiFailure {
  const tuple = tupleKey(rule) ?? rule.id ?? '?';
  return refuse('unsure-tuple', `expected only rules that stood before, found \`${tuple}\`: it was not sent`);
}

function refuse(failure: Failure, message: string): ApiFailure {
  return { kind: 'failed', failure, code: null, message };
}
