import { object, text } from '../group/read/field.ts';
import { isObject, type JsonObject } from '../leaf/canonical.ts';
import type { TrailRecord } from '../trail/record.ts';
import { type CallReading, requestOf, responseOf, type WatchedCall } from './call.ts';
import type { Associated } from './change.ts';

/**
 * Calls that let groups be used in another VPC, or make references between groups of two VPCs live or stale (VPC user
 * guide, "Associate security groups with multiple VPCs", "Update security groups to reference peer groups").
 */
export const associationCalls: readonly WatchedCall[] = [
  association('AssociateSecurityGroupVpc', 'makes a group usable in another VPC', groupVpc('associated')),
  association('DisassociateSecurityGroupVpc', 'ends the use of a group in another VPC', groupVpc('dissociated')),
  association('CreateVpcPeeringConnection', 'prepares references between groups of two VPCs', peering('associated')),
  association('AcceptVpcPeeringConnection', 'makes references between groups of two VPCs live', peering('associated')),
  association(
    'DeleteVpcPeeringConnection',
    'makes references between groups of two VPCs stale',
    peering('dissociated'),
  ),
  ...[
    'CreateTransitGateway',
    'ModifyTransitGateway',
    'CreateTransitGatewayVpcAttachment',
    'ModifyTransitGatewayVpcAttachment',
  ].map((call) => association(call, 'switches references between groups over a transit gateway', gateway)),
];

function association(call: string, effect: string, read: WatchedCall['read']): WatchedCall {
  return { service: 'ec2', call, tier: 'attachment', effect, read };
}

function groupVpc(kind: Associated['kind']): WatchedCall['read'] {
  return (record) => {
    const request = requestOf(record);
    const on = { kind: 'group', id: text(request, 'groupId'), name: null, vpc: text(request, 'vpcId') } as const;
    return { changes: [{ kind, origin: 'record', on, other: on.vpc }] };
  };
}

function peering(kind: Associated['kind']): WatchedCall['read'] {
  return (record) => {
    const request = requestOf(record);
    const answer = object(responseOf(record), 'vpcPeeringConnection') ?? {};
    const asked = text(request, 'vpcId') ?? text(object(answer, 'requesterVpcInfo') ?? {}, 'vpcId');
    const other = text(request, 'peerVpcId') ?? text(object(answer, 'accepterVpcInfo') ?? {}, 'vpcId');
    const connection = text(request, 'vpcPeeringConnectionId') ?? text(answer, 'vpcPeeringConnectionId');
    const on = { kind: 'vpc', id: asked ?? connection, name: null, vpc: asked } as const;
    return { changes: [{ kind, origin: 'record', on, other }] };
  };
}

/** Only a call that names the switch tells a change: most edits of gateways are about something else. */
function gateway(record: TrailRecord): CallReading {
  const request = requestOf(record);
  const state = findSwitch(request);
  if (state === null) return { changes: [] };
  const answer = responseOf(record);
  const made = object(answer, 'transitGatewayVpcAttachment') ?? object(answer, 'transitGateway') ?? {};
  const either = (key: string): string | null => text(request, key) ?? text(made, key);
  const vpc = either('vpcId');
  const other = either('transitGatewayId');
  const on = { kind: 'vpc', id: vpc ?? either('transitGatewayAttachmentId') ?? other, name: null, vpc } as const;
  const kind = state === 'enable' ? 'associated' : 'dissociated';
  return { changes: [{ kind, origin: 'record', on, other }] };
}

function findSwitch(request: JsonObject): string | null {
  const options = request.options;
  return (
    text(request, 'securityGroupReferencingSupport') ??
    (isObject(options) ? text(options, 'securityGroupReferencingSupport') : null)
  );
}
