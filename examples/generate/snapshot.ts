import type { Fields } from './caller.ts';
import type { Cloud, Direction, Group, Interface, PrefixList, Rule } from './ec2/cloud.ts';
import type { Peer } from './ec2/permission.ts';
import { groupArn, ruleArn } from './ec2/rule-text.ts';
import { sites } from './organisation.ts';
import { stamp, weekEnd } from './week.ts';

/** What the describe calls of the AWS CLI would print at the end of the week, site by site. */
export function takeSnapshot(cloud: Cloud): Fields {
  const accounts = sites.map((site) => {
    const groups = cloud.groups.filter((group) => group.site === site);
    return {
      account: site.account.id,
      region: site.region,
      SecurityGroups: groups.map(writeGroup),
      SecurityGroupRules: groups.flatMap((group) => group.rules.map((rule) => writeRule(group, rule))),
      PrefixLists: cloud.lists.filter((list) => list.site === site).map(writeList),
      NetworkInterfaces: cloud.interfaces.filter((one) => one.site === site).map(writeInterface),
    };
  });
  return { takenAt: stamp(weekEnd), accounts };
}

function writeGroup(group: Group): Fields {
  return {
    GroupId: group.id,
    IpPermissionsEgress: writePermissions(group, 'Egress'),
    Tags: writeTags(group.tags),
    VpcId: group.vpc,
    SecurityGroupArn: groupArn(group),
    OwnerId: group.owner,
    GroupName: group.name,
    Description: group.description,
    IpPermissions: writePermissions(group, 'Ingress'),
  };
}

/** EC2 prints one permission for each protocol and port range, with all its peers. */
function writePermissions(group: Group, direction: Direction): readonly Fields[] {
  const rules = group.rules.filter((rule) => rule.direction === direction);
  const ranges = Map.groupBy(rules, ({ protocol, from, to }) => `${protocol} ${from} ${to}`);
  return [...ranges.values()].map((same) => {
    const { protocol, from, to } = same[0]!;
    const of = (kind: Peer['kind'], write: (peer: Peer) => Fields): readonly Fields[] =>
      same.filter(({ peer }) => peer.kind === kind).map(({ peer }) => ({ ...describe(peer), ...write(peer) }));
    return {
      IpProtocol: protocol,
      ...(protocol === '-1' ? {} : { FromPort: from, ToPort: to }),
      UserIdGroupPairs: of('group', (peer) => ({ UserId: peer.owner, GroupId: peer.value })),
      IpRanges: of('ipv4', (peer) => ({ CidrIp: peer.value })),
      Ipv6Ranges: of('ipv6', (peer) => ({ CidrIpv6: peer.value })),
      PrefixListIds: of('list', (peer) => ({ PrefixListId: peer.value })),
    };
  });
}

const peerKey = { ipv4: 'CidrIpv4', ipv6: 'CidrIpv6', list: 'PrefixListId' } as const;

function writeRule(group: Group, rule: Rule): Fields {
  const { peer } = rule;
  const end =
    peer.kind === 'group'
      ? { ReferencedGroupInfo: { GroupId: peer.value, UserId: peer.owner } }
      : { [peerKey[peer.kind]]: peer.value };
  return {
    SecurityGroupRuleId: rule.id,
    GroupId: group.id,
    GroupOwnerId: group.owner,
    IsEgress: rule.direction === 'Egress',
    IpProtocol: rule.protocol,
    FromPort: rule.from,
    ToPort: rule.to,
    ...end,
    ...describe(peer),
    Tags: [],
    SecurityGroupRuleArn: ruleArn(group, rule),
  };
}

function writeList(list: PrefixList): Fields {
  return {
    PrefixListId: list.id,
    AddressFamily: 'IPv4',
    State: 'modify-complete',
    PrefixListName: list.name,
    MaxEntries: list.maxEntries,
    Version: list.version,
    Tags: [],
    OwnerId: list.site.account.id,
    Entries: [...list.entries].map(([Cidr, Description]) => ({ Cidr, Description })),
  };
}

function writeInterface(one: Interface): Fields {
  const attachment = { InstanceId: one.of, DeviceIndex: 0, Status: 'attached', DeleteOnTermination: true };
  return {
    ...(one.publicIp === null ? {} : { Association: { PublicIp: one.publicIp, IpOwnerId: 'amazon' } }),
    ...(one.of.startsWith('i-') ? { Attachment: attachment } : {}),
    Description: one.of.startsWith('i-') ? '' : describeHolder(one.of),
    Groups: one.groups.map(({ id, name }) => ({ GroupId: id, GroupName: name })),
    InterfaceType: 'interface',
    Ipv6Addresses: [],
    MacAddress: one.mac,
    NetworkInterfaceId: one.id,
    OwnerId: one.site.account.id,
    PrivateIpAddress: one.privateIp,
    RequesterManaged: !one.of.startsWith('i-'),
    SourceDestCheck: true,
    Status: 'in-use',
    SubnetId: one.subnet,
    TagSet: [],
    VpcId: one.vpc,
  };
}

/** The words by which services mark their interfaces. */
function describeHolder(of: string): string {
  const [service, name = ''] = of.split(':');
  if (service === 'rds') return 'RDSNetworkInterface';
  return service === 'alb' ? `ELB app/${name}/50dc6c495c0c9188` : `AWS Lambda VPC ENI-${name}-1a2b3c4d`;
}

function describe({ description }: Peer): Fields {
  return description === undefined ? {} : { Description: description };
}

function writeTags(tags: ReadonlyMap<string, string>): readonly Fields[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}
