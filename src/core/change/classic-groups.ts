import { describe, text } from '../group/read/field.ts';
import { groupPeer } from '../group/read/peer.ts';
import type { Peer } from '../group/rule.ts';
import { canonicalCidr } from '../net/cidr.ts';
import type { TrailRecord } from '../trail/record.ts';
import { type CallReading, requestOf, type WatchedCall } from './call.ts';
import type { Subject } from './change.ts';

/**
 * Groups of databases, caches and warehouses from before VPCs: their rules open the service's own port, which the
 * record does not tell, so every TCP port is taken (RDS API reference, AuthorizeDBSecurityGroupIngress; note the casing
 * `cIDRIP`, `eC2SecurityGroupName`).
 */
export const classicGroupCalls: readonly WatchedCall[] = [
  ...family('rds', 'DBSecurityGroup', 'dBSecurityGroupName', 'rds-group'),
  ...family('elasticache', 'CacheSecurityGroup', 'cacheSecurityGroupName', 'cache-group'),
  ...family('redshift', 'ClusterSecurityGroup', 'clusterSecurityGroupName', 'redshift-group'),
];

function family(service: string, noun: string, key: string, prefix: string): readonly WatchedCall[] {
  const subject = (record: TrailRecord): Subject => {
    const name = text(requestOf(record), key);
    return { kind: 'group', id: name === null ? null : `${prefix}:${name}`, name, vpc: null };
  };
  const call = (verb: string, suffix: string, effect: string, read: WatchedCall['read']): WatchedCall => ({
    service,
    call: `${verb}${noun}${suffix}`,
    tier: 'perimeter',
    effect,
    read,
  });
  return [
    call('Create', '', 'makes a classic group', (record) => ({
      changes: [{ kind: 'group-created', origin: 'record', on: subject(record), rules: [], maybe: [], tags: {} }],
    })),
    call('Delete', '', 'removes a classic group', (record) => ({
      changes: [{ kind: 'group-deleted', origin: 'record', on: subject(record) }],
    })),
    call('Authorize', 'Ingress', 'adds a rule of a classic group', (record) => edit(record, subject(record), 'add')),
    call('Revoke', 'Ingress', 'removes a rule of a classic group', (record) => edit(record, subject(record), 'remove')),
  ];
}

function edit(record: TrailRecord, on: Subject, op: 'add' | 'remove'): CallReading {
  const request = requestOf(record);
  const cidr = text(request, 'cIDRIP') ?? text(request, 'cidrIp');
  const group = groupPeer(
    {
      groupId: text(request, 'eC2SecurityGroupId') ?? undefined,
      groupName: text(request, 'eC2SecurityGroupName') ?? undefined,
      userId: text(request, 'eC2SecurityGroupOwnerId') ?? undefined,
    },
    record.account,
  );
  const value = cidr === null ? null : canonicalCidr(cidr);
  const range: Peer | null = value === null ? null : { kind: value.includes(':') ? 'ipv6' : 'ipv4', value };
  const peer = range ?? group;
  const rules =
    peer === null && record.result !== 'applied'
      ? []
      : [
          {
            op,
            id: null,
            direction: 'ingress' as const,
            protocol: peer === null ? null : 'tcp',
            ports: peer === null ? null : ([0, 65535] as const),
            peer,
            description: null,
          },
        ];
  const misread =
    peer === null && record.result === 'applied'
      ? [`expected a CIDR or an EC2 group in the request, found ${describe(cidr ?? undefined)}`]
      : [];
  return { changes: [{ kind: op === 'add' ? 'rules-added' : 'rules-removed', origin: 'record', on, rules }], misread };
}
