import { type Peer, type Rule, untoldAccount } from '../../group/rule.ts';
import { allOrders } from './all-orders.ts';
import type { Ec2Order } from './ec2-order.ts';
import type { Intent } from './intent.ts';
import type { Live } from './live.ts';
import type { Ordering } from './orders-of.ts';

/**
 * What a person would type to finish an action, by what stands now: AWS CLI version 2, a line for each call.
 * Source: AWS CLI command reference, `aws ec2`.
 */
export function byHand(intent: Intent, live: Live, ordering: Ordering): readonly string[] {
  return allOrders(intent, live, ordering).flatMap(commandsOf);
}

/** The same for one call. */
export function commandsOf(order: Ec2Order): readonly string[] {
  const aws = (call: string, ...rest: readonly string[]) =>
    ['aws ec2', call, '--region', order.site.region, ...rest].join(' ');
  switch (order.call) {
    case 'revoke':
      return [aws(`revoke-security-group-${order.direction}`, ...ruleIds(order.group, order.ids))];
    case 'authorize':
      return order.rules.map((rule) =>
        aws(`authorize-security-group-${order.direction}`, '--group-id', order.group, ...permission(rule, order)),
      );
    case 'rewrite': {
      const rules = order.rules.map((rule) => ({ SecurityGroupRuleId: rule.id, SecurityGroupRule: content(rule) }));
      return [aws('modify-security-group-rules', '--group-id', order.group, '--security-group-rules', json(rules))];
    }
    case 'edit-list': {
      const add = order.add.map(({ cidr, description }) => ({ Cidr: cidr, Description: description ?? undefined }));
      const remove = order.remove.map((cidr) => ({ Cidr: cidr }));
      return [
        aws(
          ...(['modify-managed-prefix-list', '--prefix-list-id', order.list] as const),
          ...['--current-version', String(order.version)],
          ...(add.length > 0 ? ['--add-entries', json(add)] : []),
          ...(remove.length > 0 ? ['--remove-entries', json(remove)] : []),
        ),
      ];
    }
    case 'set-groups':
      return [
        aws(
          'modify-network-interface-attribute',
          '--network-interface-id',
          order.interface,
          '--groups',
          ...order.groups,
        ),
      ];
    case 'set-tags': {
      const tags = Object.entries(order.set).map(([Key, Value]) => ({ Key, Value }));
      const keys = order.remove.map((Key) => ({ Key }));
      return [
        ...(tags.length > 0 ? [aws('create-tags', '--resources', order.resource, '--tags', json(tags))] : []),
        ...(keys.length > 0 ? [aws('delete-tags', '--resources', order.resource, '--tags', json(keys))] : []),
      ];
    }
  }
}

function ruleIds(group: string, ids: readonly string[]): readonly string[] {
  return ['--group-id', group, '--security-group-rule-ids', ...ids];
}

/** As `IpPermission` writes it: one peer, with its description. */
function permission(rule: Rule, order: Extract<Ec2Order, { call: 'authorize' }>): readonly string[] {
  const { protocol, ports, peer, description } = rule;
  const Description = description ?? undefined;
  const ranges: Readonly<Record<Peer['kind'], object>> = {
    ipv4: { IpRanges: [{ CidrIp: peer.value, Description }] },
    ipv6: { Ipv6Ranges: [{ CidrIpv6: peer.value, Description }] },
    group: { UserIdGroupPairs: [{ ...groupPeer(peer.value), Description }] },
    list: { PrefixListIds: [{ PrefixListId: peer.value, Description }] },
  };
  const tags = Object.entries(rule.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
  const isTagged = tags.length > 0 && order.untagged !== true;
  return [
    '--ip-permissions',
    json([{ IpProtocol: protocol, ...portsOf(ports), ...ranges[peer.kind] }]),
    ...(isTagged ? ['--tag-specifications', json([{ ResourceType: 'security-group-rule', Tags: tags }])] : []),
  ];
}

/** `sg-…`, `<account>/sg-…`, `?/sg-…`, `name:<group name>` (`Peer.value`). */
function groupPeer(value: string): object {
  if (value.startsWith('name:')) return { GroupName: value.slice('name:'.length) };
  const [id, account] = value.replace(untoldAccount, '').split('/').reverse();
  return { GroupId: id, UserId: account };
}

/** As `SecurityGroupRuleRequest` writes it: the whole rule, not what differs. */
function content({ protocol, ports, peer, description }: Rule): object {
  const peers: Readonly<Record<Peer['kind'], object>> = {
    ipv4: { CidrIpv4: peer.value },
    ipv6: { CidrIpv6: peer.value },
    group: { ReferencedGroupId: peer.value.split('/').at(-1) },
    list: { PrefixListId: peer.value },
  };
  return { IpProtocol: protocol, ...portsOf(ports), ...peers[peer.kind], Description: description ?? undefined };
}

function portsOf(ports: Rule['ports']): object {
  return ports === null ? {} : { FromPort: ports[0], ToPort: ports[1] };
}

/** JSON as one word of a POSIX shell. */
function json(value: object): string {
  return `'${JSON.stringify(value).replaceAll("'", "'\\''")}'`;
}
