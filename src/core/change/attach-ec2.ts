import { describe, list, object, text, texts } from '../group/read/field.ts';
import { isObject, type Json, type JsonObject } from '../leaf/canonical.ts';
import type { TrailRecord } from '../trail/record.ts';
import { type CallReading, type Draft, requestOf, responseOf, type WatchedCall } from './call.ts';
import type { Attached, GroupName, Subject } from './change.ts';

/** EC2 calls that put groups on interfaces, instances and endpoints, now or at a later launch (EC2 API reference). */
export const ec2AttachCalls: readonly WatchedCall[] = [
  ec2('RunInstances', 'launches instances with groups', runInstances),
  ec2('CreateNetworkInterface', 'makes an interface with groups', createInterface),
  ec2('ModifyNetworkInterfaceAttribute', 'replaces the groups of an interface', (record) =>
    replaceSet(record, 'networkInterfaceId'),
  ),
  ec2('ModifyInstanceAttribute', 'replaces the groups of an instance', (record) => replaceSet(record, 'instanceId')),
  ec2('AttachClassicLinkVpc', 'puts groups of a VPC on a classic instance', (record) =>
    replaceSet(record, 'instanceId'),
  ),
  ec2('CreateVpcEndpoint', 'makes an endpoint with groups', createEndpoint),
  ec2('ModifyVpcEndpoint', 'adds and removes groups of an endpoint', modifyEndpoint),
  ...['CreateLaunchTemplate', 'CreateLaunchTemplateVersion'].map((call) =>
    ec2(call, 'groups of later launches', launchTemplate),
  ),
  ...[
    'RequestSpotInstances',
    'RequestSpotFleet',
    'CreateFleet',
    'ModifyFleet',
    'RunScheduledInstances',
    'ImportInstance',
  ].map((call) => ec2(call, 'groups of later launches', laterLaunch)),
  ...[
    ['ApplySecurityGroupsToClientVpnTargetNetwork', 'clientVpnEndpointId'],
    ['CreateClientVpnEndpoint', 'clientVpnEndpointId'],
    ['ModifyClientVpnEndpoint', 'clientVpnEndpointId'],
    ['CreateInstanceConnectEndpoint', 'instanceConnectEndpointId'],
    ['ModifyInstanceConnectEndpoint', 'instanceConnectEndpointId'],
    ['CreateVerifiedAccessEndpoint', 'verifiedAccessEndpointId'],
    ['ModifyVerifiedAccessEndpoint', 'verifiedAccessEndpointId'],
  ].map(([call, key]) => ec2(call!, 'puts groups on an endpoint', (record) => endpointSet(record, key!))),
];

function ec2(call: string, effect: string, read: WatchedCall['read']): WatchedCall {
  return { service: 'ec2', call, tier: 'attachment', effect, read };
}

/** Groups as a list names them: `{groupId, groupName}` objects or bare ids. */
export function groupNames(value: Json | undefined): readonly GroupName[] {
  return list(value).flatMap((each) => {
    const id = typeof each === 'string' ? each : (text(each, 'groupId') ?? text(each, 'content'));
    const name = text(each, 'groupName');
    return id === null && name === null ? [] : [{ id, name }];
  });
}

/** One attachment; a failed call that names no group tells none. */
export function attach(
  record: TrailRecord,
  on: Subject,
  groups: readonly GroupName[],
  more: Partial<Attached> = {},
): readonly Draft[] {
  if (groups.length === 0 && record.result !== 'applied') return [];
  return [{ kind: 'attached', origin: 'record', on, groups, complete: true, latent: false, ...more }];
}

function runInstances(record: TrailRecord): CallReading {
  const instances = list(responseOf(record).instancesSet);
  if (instances.length === 0) return launchAsAsked(record);
  return {
    changes: instances.flatMap((instance) => {
      const interfaces = list(isObject(instance) ? instance.networkInterfaceSet : undefined);
      const carriers = interfaces.length > 0 ? interfaces : [instance];
      return carriers.flatMap((each) => {
        const id = text(each, 'networkInterfaceId') ?? text(each, 'instanceId');
        return attach(
          record,
          { ...subject(id), vpc: text(each, 'vpcId') },
          groupNames(isObject(each) ? each.groupSet : undefined),
        );
      });
    }),
  };
}

/** A launch that did not happen, or whose answer is lost. Without groups it meant the VPC's default group, unless a template or an existing interface brings its own. */
function launchAsAsked(record: TrailRecord): CallReading {
  const request = requestOf(record);
  const groups = requested(request);
  const elsewhere =
    !isObject(record.request) ||
    object(request, 'launchTemplate') !== null ||
    list(request.networkInterfaceSet).some((each) => text(each, 'networkInterfaceId') !== null);
  const tells = { complete: groups.length > 0 || !elsewhere, latent: false };
  const lost = `content lost: its answer is ${describe(record.response)}; read the instances themselves`;
  return {
    changes: [{ kind: 'attached', origin: 'record', on: subject(null), groups, ...tells }],
    misread: record.result === 'applied' ? [lost] : [],
  };
}

/** Groups in a launch request: for the instance, or for each interface of it. */
function requested(request: JsonObject): readonly GroupName[] {
  const own = [
    ...groupNames(request.groupSet),
    ...groupNames(request.securityGroupId),
    ...groupNames(request.securityGroup),
  ];
  const interfaces = [...list(request.networkInterfaceSet), ...list(request.networkInterface)];
  return [
    ...own,
    ...interfaces.flatMap((each) =>
      isObject(each) ? [...groupNames(each.groupSet), ...groupNames(each.securityGroupId)] : [],
    ),
  ];
}

function createInterface(record: TrailRecord): CallReading {
  const made = object(responseOf(record), 'networkInterface');
  if (made === null) return { changes: attach(record, subject(null), groupNames(requestOf(record).groupSet)) };
  return {
    changes: attach(
      record,
      { ...subject(text(made, 'networkInterfaceId')), vpc: text(made, 'vpcId') },
      groupNames(made.groupSet),
    ),
  };
}

/** The request carries the complete new set; other attributes of the same calls carry none. */
function replaceSet(record: TrailRecord, key: string): CallReading {
  const request = requestOf(record);
  const generic = text(request, 'attribute') === 'groupSet' ? request.value : undefined;
  const named = request.groupSet ?? request.securityGroupId ?? generic;
  if (named === undefined) return { changes: [] };
  const on = { ...subject(text(request, key)), vpc: text(request, 'vpcId') };
  return { changes: attach(record, on, groupNames(named)) };
}

function createEndpoint(record: TrailRecord): CallReading {
  const made = object(responseOf(record), 'vpcEndpoint') ?? {};
  const request = requestOf(record);
  const groups = groupNames(made.groupSet ?? request.securityGroupId);
  const on = { ...subject(text(made, 'vpcEndpointId')), vpc: text(made, 'vpcId') ?? text(request, 'vpcId') };
  return { changes: groups.length === 0 ? [] : attach(record, on, groups) };
}

function modifyEndpoint(record: TrailRecord): CallReading {
  const request = requestOf(record);
  const on = subject(text(request, 'vpcEndpointId'));
  const added = groupNames(request.addSecurityGroupId);
  const removed = groupNames(request.removeSecurityGroupId);
  return {
    changes: [
      ...(added.length > 0 ? attach(record, on, added, { complete: false }) : []),
      ...(removed.length > 0 ? attach(record, on, removed, { kind: 'detached', complete: false }) : []),
    ],
  };
}

function launchTemplate(record: TrailRecord): CallReading {
  const request = requestOf(record);
  const answer = responseOf(record);
  const made = object(answer, 'launchTemplate') ?? object(answer, 'launchTemplateVersion') ?? {};
  const groups = requested(object(request, 'launchTemplateData') ?? {});
  const on = subject(text(made, 'launchTemplateId') ?? text(request, 'launchTemplateId'));
  return {
    changes:
      groups.length === 0
        ? []
        : attach(record, { ...on, name: on.id === null ? text(request, 'launchTemplateName') : null }, groups, {
            latent: true,
          }),
  };
}

/** Fleets and spot requests nest their launch specifications; the interface itself shows in the service's RunInstances. */
function laterLaunch(record: TrailRecord): CallReading {
  const groups = findGroups(record.request);
  const answer = responseOf(record);
  const id = text(answer, 'spotFleetRequestId') ?? text(answer, 'fleetId') ?? text(requestOf(record), 'fleetId');
  return { changes: groups.length === 0 ? [] : attach(record, subject(id), groups, { latent: true, complete: false }) };
}

function endpointSet(record: TrailRecord, key: string): CallReading {
  const request = requestOf(record);
  const groups = texts(request.securityGroupId).map((id) => ({ id, name: null }));
  if (groups.length === 0) return { changes: [] };
  const id = text(request, key) ?? text(responseOf(record), key) ?? deepText(responseOf(record), key);
  return { changes: attach(record, { ...subject(id), vpc: text(request, 'vpcId') }, groups) };
}

function deepText(answer: JsonObject, key: string): string | null {
  return (
    Object.values(answer)
      .map((each) => text(each, key))
      .find((found) => found !== null) ?? null
  );
}

function subject(id: string | null): Subject {
  return { kind: 'interface', id, name: null, vpc: null };
}

/** All group ids anywhere in a value, once each, sorted: for calls whose shape is not known. */
export function findGroups(value: Json): readonly GroupName[] {
  const found = new Set<string>();
  const pending: (Json | undefined)[] = [value];
  while (pending.length > 0) {
    const next = pending.shift();
    if (typeof next === 'string' && /^sg-[0-9a-f]{8}([0-9a-f]{9})?$/.test(next)) found.add(next);
    else if (typeof next === 'object' && next !== null) pending.push(...Object.values(next));
  }
  return [...found].sort().map((id) => ({ id, name: null }));
}
