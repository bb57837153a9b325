import { list, object, text } from '../group/read/field.ts';
import type { Direction, Peer, Rule } from '../group/rule.ts';
import { isObject, type JsonObject } from '../leaf/canonical.ts';
import { writeInstant } from '../leaf/instant.ts';
import type { TrailRecord } from '../trail/record.ts';
import { type CallReading, requestOf, responseOf, type WatchedCall } from './call.ts';
import type { Subject } from './change.ts';

/**
 * Calls that make and remove groups, those that EC2 makes unasked included: a VPC's default group comes and goes with
 * its VPC and no record of its own (VPC user guide, "Default security groups").
 */
export const groupCalls: readonly WatchedCall[] = [
  {
    service: 'ec2',
    call: 'CreateSecurityGroup',
    tier: 'perimeter',
    effect: 'makes a group; EC2 adds open egress unasked',
    read: create,
  },
  {
    service: 'ec2',
    call: 'DeleteSecurityGroup',
    tier: 'perimeter',
    effect: 'removes a group and its rules',
    read: remove,
  },
  { service: 'ec2', call: 'CreateVpc', tier: 'attachment', effect: 'makes a default group unasked', read: createVpc },
  {
    service: 'ec2',
    call: 'CreateDefaultVpc',
    tier: 'attachment',
    effect: 'makes a default group unasked',
    read: createVpc,
  },
  {
    service: 'ec2',
    call: 'DeleteVpc',
    tier: 'attachment',
    effect: 'removes the default group unasked',
    read: deleteVpc,
  },
];

function create(record: TrailRecord): CallReading {
  const request = requestOf(record);
  const response = responseOf(record);
  const on = {
    kind: 'group',
    id: text(response, 'groupId'),
    name: text(request, 'groupName'),
    vpc: text(request, 'vpcId'),
  } as const;
  const classic = on.vpc === null && isClassicEra(record);
  const open = classic ? { rules: [], maybe: [] } : { rules: [openEgress('ipv4')], maybe: [openEgress('ipv6')] };
  return { changes: [{ kind: 'group-created', origin: 'record', on, ...open, tags: readTags(request, response) }] };
}

/** Until EC2-Classic ended in August 2022 a group without a VPC had no egress rules. */
function isClassicEra(record: TrailRecord): boolean {
  return writeInstant(record.at) < '2022-08-15';
}

function remove(record: TrailRecord): CallReading {
  const request = requestOf(record);
  const id = text(request, 'groupId') ?? text(responseOf(record), 'groupId');
  const on: Subject = { kind: 'group', id, name: text(request, 'groupName'), vpc: null };
  return { changes: [{ kind: 'group-deleted', origin: 'record', on }] };
}

function createVpc(record: TrailRecord): CallReading {
  const vpc = text(object(responseOf(record), 'vpc') ?? {}, 'vpcId');
  const self: Rule = { ...openRule('ingress', { kind: 'group', value: 'name:default' }) };
  return {
    changes: [
      {
        kind: 'group-created',
        origin: 'implied',
        on: defaultGroup(vpc),
        rules: [self, openEgress('ipv4')],
        maybe: [openEgress('ipv6')],
        tags: {},
      },
    ],
  };
}

function deleteVpc(record: TrailRecord): CallReading {
  return {
    changes: [{ kind: 'group-deleted', origin: 'implied', on: defaultGroup(text(requestOf(record), 'vpcId')) }],
  };
}

function defaultGroup(vpc: string | null): Subject {
  return { kind: 'group', id: null, name: 'default', vpc };
}

function openEgress(family: 'ipv4' | 'ipv6'): Rule {
  return openRule('egress', { kind: family, value: family === 'ipv4' ? '0.0.0.0/0' : '::/0' });
}

function openRule(direction: Direction, peer: Peer): Rule {
  return { id: null, direction, protocol: '-1', ports: null, peer, description: null };
}

/** Tags given at birth: `tagSpecificationSet.items[].tags[]` in the request, `tagSet.items[]` in the answer. */
function readTags(request: JsonObject, response: JsonObject): Readonly<Record<string, string>> {
  const asked = list(request.tagSpecificationSet).flatMap((each) => list(isObject(each) ? each.tags : undefined));
  const pairs = asked.length > 0 ? asked : list(response.tagSet);
  return Object.fromEntries(
    pairs.flatMap((pair) => {
      const key = text(pair, 'key');
      return key === null ? [] : [[key, text(pair, 'value') ?? '']];
    }),
  );
}
