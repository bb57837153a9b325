import type { Caller, Fields } from '../caller.ts';
import type { Site } from '../organisation.ts';
import type { Scene } from '../scene.ts';
import type { Group, Interface } from './cloud.ts';
import { writeItems } from './permission.ts';

/** What is launched. */
export interface Launch {
  readonly image: string;
  readonly type: string;
  readonly groups: readonly Group[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly isPublic?: boolean;
  /** Auto Scaling launches from a template: the request then names no groups. */
  readonly template?: string;
  readonly vpc?: string;
}

/** Launches one instance and answers its id. */
export function runInstance(scene: Scene, by: Caller, site: Site, launch: Launch): string {
  const { random, cloud } = scene;
  const id = random.resource('i');
  const isPublic = launch.isPublic ?? false;
  const vpc = launch.vpc ?? site.vpc;
  const one = cloud.addInterface(random, site, { of: id, groups: launch.groups, isPublic, vpc });
  const requestId = random.uuid();
  const response = {
    requestId,
    reservationId: random.resource('r'),
    ownerId: site.account.id,
    groupSet: {},
    instancesSet: writeItems([writeInstance(scene, launch, id, one)]),
  };
  const request = writeLaunch(launch, one);
  scene.send({ site, by, service: 'ec2', name: 'RunInstances', request, response, requestId });
  return id;
}

/** Puts another set of groups on an interface: the request tells the complete new set. */
export function setInterfaceGroups(scene: Scene, by: Caller, one: Interface, groups: readonly Group[]): string {
  one.groups = groups;
  const requestId = scene.random.uuid();
  const request = { networkInterfaceId: one.id, groupSet: writeItems(groups.map(({ id }) => ({ groupId: id }))) };
  const response = { requestId, _return: true };
  return scene.send({
    site: one.site,
    by,
    service: 'ec2',
    name: 'ModifyNetworkInterfaceAttribute',
    request,
    response,
    requestId,
  });
}

/** Makes a VPC, and with it the default group that no record tells of. */
export function createVpc(scene: Scene, by: Caller, site: Site, cidrBlock: string): string {
  const { random, cloud } = scene;
  const vpcId = random.resource('vpc');
  const group = cloud.addGroup(random, site, {
    name: 'default',
    description: 'default VPC security group',
    vpc: vpcId,
  });
  const self = { kind: 'group', value: group.id, owner: group.owner } as const;
  cloud.addRules(random, group, 'Ingress', [{ protocol: '-1', from: -1, to: -1, peers: [self] }]);
  const requestId = random.uuid();
  const vpc = {
    vpcId,
    ownerId: site.account.id,
    state: 'pending',
    cidrBlock,
    instanceTenancy: 'default',
    isDefault: false,
  };
  const request = { cidrBlock, instanceTenancy: 'default', amazonProvidedIpv6CidrBlock: false };
  scene.send({ site, by, service: 'ec2', name: 'CreateVpc', request, response: { requestId, vpc }, requestId });
  return vpcId;
}

function writeLaunch(launch: Launch, one: Interface): Fields {
  const groups = writeItems(launch.groups.map(({ id }) => ({ groupId: id })));
  const template = { launchTemplateId: launch.template, version: '$Latest' };
  const placed =
    launch.template === undefined
      ? { networkInterfaceSet: writeItems([{ deviceIndex: 0, subnetId: one.subnet, groupSet: groups }]) }
      : { launchTemplate: template, subnetId: one.subnet };
  return {
    instancesSet: writeItems([{ minCount: 1, maxCount: 1, ...(launch.template ? {} : { imageId: launch.image }) }]),
    ...(launch.template === undefined ? { instanceType: launch.type } : {}),
    blockDeviceMapping: {},
    monitoring: { enabled: false },
    disableApiTermination: false,
    disableApiStop: false,
    ...placed,
  };
}

function writeInstance({ at }: Scene, launch: Launch, instanceId: string, one: Interface): Fields {
  const groupSet = writeItems(launch.groups.map(({ id, name }) => ({ groupId: id, groupName: name })));
  const tags = Object.entries(launch.tags ?? {}).map(([key, value]) => ({ key, value }));
  return {
    instanceId,
    imageId: launch.image,
    instanceState: { code: 0, name: 'pending' },
    instanceType: launch.type,
    launchTime: at,
    placement: { availabilityZone: `${one.site.region}a`, tenancy: 'default' },
    subnetId: one.subnet,
    vpcId: one.vpc,
    privateIpAddress: one.privateIp,
    architecture: 'x86_64',
    virtualizationType: 'hvm',
    hypervisor: 'xen',
    tagSet: writeItems(tags),
    groupSet,
    networkInterfaceSet: writeItems([writeInterface(one, groupSet, at)]),
    sourceDestCheck: true,
  };
}

function writeInterface(one: Interface, groupSet: Fields, at: number): Fields {
  return {
    networkInterfaceId: one.id,
    subnetId: one.subnet,
    vpcId: one.vpc,
    ownerId: one.site.account.id,
    status: 'in-use',
    macAddress: one.mac,
    privateIpAddress: one.privateIp,
    sourceDestCheck: true,
    interfaceType: 'interface',
    groupSet,
    attachment: {
      attachmentId: one.id.replace('eni-', 'eni-attach-'),
      deviceIndex: 0,
      status: 'attaching',
      attachTime: at,
    },
    privateIpAddressesSet: { item: [{ privateIpAddress: one.privateIp, primary: true }] },
    ipv6AddressesSet: {},
    tagSet: {},
  };
}
