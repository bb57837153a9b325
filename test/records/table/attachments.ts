import { attached, carrier, ids, instanceId, interfaceId, type Table } from '../expected.ts';

const { web, app, db, old, vpc } = ids;
const webNamed = { id: web, name: 'web' };
const appNamed = { id: app, name: 'app' };
const later = { latent: true } as const;
const somewhere = { latent: true, complete: false } as const;

/** What the records of EC2 calls that put groups on things must tell. */
export const attachmentRecords: Table = {
  RunInstances: { changes: [attached(carrier(interfaceId(1), vpc), [webNamed, appNamed])] },
  'RunInstances.template': {
    changes: [
      attached(carrier(interfaceId(1), vpc), [webNamed]),
      attached(carrier(interfaceId(2), vpc), [webNamed]),
      attached(carrier(interfaceId(3), vpc), [{ id: db, name: 'db' }]),
    ],
  },
  'RunInstances.2014': { changes: [attached(carrier('i-1a2b3c4d'), [{ id: old, name: 'windows' }])] },
  'RunInstances.denied': { result: 'failed', changes: [attached(carrier(null), [web])] },
  'RunInstances.dry-run': { result: 'dry-run', changes: [attached(carrier(null), [])] },
  'RunInstances.cut': {
    changes: [attached(carrier(null), [web])],
    unreadable: [
      'RunInstances: content lost: its answer is `{"requestId":"0a1b","reservationId":"r-…`; read the instances themselves',
    ],
  },
  CreateNetworkInterface: { changes: [attached(carrier(interfaceId(4), vpc), [{ id: db, name: 'default' }])] },
  'CreateNetworkInterface.denied': { result: 'failed', changes: [attached(carrier(null), [web])] },
  ModifyNetworkInterfaceAttribute: { changes: [attached(carrier(interfaceId(1)), [web, db])] },
  'ModifyNetworkInterfaceAttribute.source-check': { changes: [] },
  'ModifyNetworkInterfaceAttribute.cut': {
    changes: [],
    unreadable: [
      'ModifyNetworkInterfaceAttribute: content lost: its parameters are `{"networkInterfaceId":"eni-0a1b2c3d4e5f…`',
    ],
  },
  ModifyInstanceAttribute: { changes: [attached(carrier(instanceId(1)), [app])] },
  'ModifyInstanceAttribute.attribute': { changes: [attached(carrier(instanceId(1)), [app])] },
  'ModifyInstanceAttribute.termination': { changes: [] },
  'ModifyInstanceAttribute.user-data': { changes: [] },
  AttachClassicLinkVpc: { changes: [attached(carrier(instanceId(1), vpc), [old])] },
  CreateVpcEndpoint: { changes: [attached(carrier('vpce-0a1b2c3d4e5f60001', vpc), [webNamed])] },
  'CreateVpcEndpoint.several': { changes: [attached(carrier('vpce-0a1b2c3d4e5f60001', vpc), [webNamed, appNamed])] },
  'CreateVpcEndpoint.gateway': { changes: [] },
  ModifyVpcEndpoint: {
    changes: [
      attached(carrier('vpce-0a1b2c3d4e5f60001'), [app, db], { complete: false }),
      attached(carrier('vpce-0a1b2c3d4e5f60001'), [web], { kind: 'detached', complete: false }),
    ],
  },
  CreateLaunchTemplate: { changes: [attached(carrier('lt-0a1b2c3d4e5f60001'), [web], later)] },
  CreateLaunchTemplateVersion: { changes: [attached(carrier('lt-0a1b2c3d4e5f60001'), [web, app], later)] },
  'CreateLaunchTemplateVersion.image': { changes: [] },
  RequestSpotInstances: { changes: [attached(carrier(null), [web], somewhere)] },
  RequestSpotFleet: { changes: [attached(carrier('sfr-0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f'), [web], somewhere)] },
  CreateFleet: { changes: [attached(carrier('fleet-0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f'), [app], somewhere)] },
  ModifyFleet: { changes: [] },
  RunScheduledInstances: { changes: [attached(carrier(null), [old], somewhere)] },
  ImportInstance: { changes: [attached(carrier(null), [old], somewhere)] },
  ApplySecurityGroupsToClientVpnTargetNetwork: {
    changes: [attached(carrier('cvpn-endpoint-0a1b2c3d4e5f60001', vpc), [web, app])],
  },
  CreateClientVpnEndpoint: { changes: [attached(carrier('cvpn-endpoint-0a1b2c3d4e5f60001', vpc), [web])] },
  ModifyClientVpnEndpoint: { changes: [attached(carrier('cvpn-endpoint-0a1b2c3d4e5f60001', vpc), [app])] },
  CreateInstanceConnectEndpoint: { changes: [attached(carrier('eice-0a1b2c3d4e5f60001'), [web])] },
  ModifyInstanceConnectEndpoint: { changes: [attached(carrier('eice-0a1b2c3d4e5f60001'), [app])] },
  CreateVerifiedAccessEndpoint: { changes: [attached(carrier('vae-0a1b2c3d4e5f60001'), [web])] },
  ModifyVerifiedAccessEndpoint: { changes: [attached(carrier('vae-0a1b2c3d4e5f60001'), [app])] },
};
