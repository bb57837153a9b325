import { writeTags } from './calls/tag-specification.ts';
import type { InternetGateway, NetworkInterface, Vpc } from './shape.ts';
import type { Ec2State, HeldGateway, HeldInterface, HeldVpc } from './state.ts';

/** A network interface in the SDK's spelling. */
export function writeInterface(state: Ec2State, held: HeldInterface): NetworkInterface {
  return {
    NetworkInterfaceId: held.id,
    SubnetId: held.subnet,
    VpcId: held.vpc,
    Description: held.description,
    OwnerId: state.account,
    RequesterId: held.requester,
    RequesterManaged: held.requester.startsWith('amazon-'),
    Status: held.instance === null ? 'available' : 'in-use',
    PrivateIpAddress: held.address,
    SourceDestCheck: held.sourceDestCheck,
    InterfaceType: 'interface',
    Groups: held.groups.map((id) => ({ GroupId: id, GroupName: state.groups.get(id)?.name ?? '' })),
    ...(held.publicAddress === null ? {} : { Association: { PublicIp: held.publicAddress } }),
    ...(held.instance === null ? {} : { Attachment: { InstanceId: held.instance } }),
    TagSet: writeTags(held.tags),
  };
}

/** An Internet gateway in the SDK's spelling. */
export function writeGateway(state: Ec2State, { id, vpc, tags }: HeldGateway): InternetGateway {
  return {
    ...{ InternetGatewayId: id, OwnerId: state.account },
    Attachments: vpc === null ? [] : [{ State: 'available', VpcId: vpc }],
    Tags: writeTags(tags),
  };
}

/** A VPC in the SDK's spelling. */
export function writeVpc(state: Ec2State, held: HeldVpc): Vpc {
  return {
    VpcId: held.id,
    OwnerId: state.account,
    State: 'available',
    CidrBlock: held.cidr,
    InstanceTenancy: held.tenancy,
    IsDefault: held.isDefault,
    Tags: writeTags(held.tags),
  };
}
