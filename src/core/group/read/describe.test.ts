import { describe, expect, test } from 'vitest';
import type { Json } from '../../leaf/canonical.ts';
import { readSnapshot } from './describe.ts';

const takenAt = '2026-01-25T00:00:00Z';
const group = {
  GroupId: 'sg-1',
  GroupName: 'web',
  VpcId: 'vpc-1',
  OwnerId: '111122223333',
  SecurityGroupArn: 'arn:aws:ec2:eu-central-1:111122223333:security-group/sg-1',
  Tags: [{ Key: 'Environment', Value: 'prod' }, { Key: 'note' }],
  IpPermissions: [
    {
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      IpRanges: [{ CidrIp: '192.0.2.0/24', Description: 'office' }],
      Ipv6Ranges: [{ CidrIpv6: '::/0' }],
      PrefixListIds: [{ PrefixListId: 'pl-1' }],
      UserIdGroupPairs: [
        { GroupId: 'sg-2', UserId: '111122223333' },
        { GroupId: 'sg-3', UserId: '444455556666' },
      ],
    },
  ],
  IpPermissionsEgress: [
    { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] },
  ],
};

function read(more: object = {}) {
  const snapshot = readSnapshot({ takenAt, SecurityGroups: [group], ...more } as Json);
  if (snapshot.perimeter === null) throw new Error(snapshot.misread.join());
  return { ...snapshot, perimeter: snapshot.perimeter };
}

describe('a snapshot', () => {
  test('R27: groups are read with name, VPC, account, region, tags and the rules inside them', () => {
    const { perimeter, misread } = read();
    expect(misread).toEqual([]);
    expect(perimeter.takenAt).toBe(Date.UTC(2026, 0, 25));
    expect(perimeter.groups).toMatchObject([
      {
        id: 'sg-1',
        name: 'web',
        vpc: 'vpc-1',
        account: '111122223333',
        region: 'eu-central-1',
        tags: { Environment: 'prod', note: '' },
      },
    ]);
    expect(
      perimeter.groups[0]!.rules.map(({ direction, protocol, peer, description }) => [
        direction,
        protocol,
        peer.value,
        description,
      ]),
    ).toEqual([
      ['ingress', 'tcp', '192.0.2.0/24', 'office'],
      ['ingress', 'tcp', '::/0', null],
      ['ingress', 'tcp', 'pl-1', null],
      ['ingress', 'tcp', 'sg-2', null],
      ['ingress', 'tcp', '444455556666/sg-3', null],
      ['egress', '-1', '0.0.0.0/0', null],
    ]);
  });

  test('rules with ids are taken where describe-security-group-rules was given', () => {
    const SecurityGroupRules = [
      {
        SecurityGroupRuleId: 'sgr-1',
        GroupId: 'sg-1',
        GroupOwnerId: '111122223333',
        IsEgress: false,
        IpProtocol: 'tcp',
        FromPort: 22,
        ToPort: 22,
        CidrIpv4: '192.0.2.0/24',
        Description: 'office',
      },
      {
        SecurityGroupRuleId: 'sgr-2',
        GroupId: 'sg-1',
        IsEgress: true,
        IpProtocol: '-1',
        FromPort: -1,
        ToPort: -1,
        ReferencedGroupInfo: { GroupId: 'sg-2', UserId: '111122223333' },
      },
    ];
    expect(read({ SecurityGroupRules }).perimeter.groups[0]!.rules).toEqual([
      {
        id: 'sgr-1',
        direction: 'ingress',
        protocol: 'tcp',
        ports: [22, 22],
        peer: { kind: 'ipv4', value: '192.0.2.0/24' },
        description: 'office',
      },
      {
        id: 'sgr-2',
        direction: 'egress',
        protocol: '-1',
        ports: null,
        peer: { kind: 'group', value: 'sg-2' },
        description: null,
      },
    ]);
  });

  test('R24 R25: several accounts and regions stand in one snapshot', () => {
    const bare = { GroupId: 'sg-9' };
    const accounts = [
      { account: '111122223333', region: 'eu-central-1', SecurityGroups: [group] },
      { account: 44, region: 'us-east-1', SecurityGroups: [bare] },
    ];
    const { perimeter } = read({ SecurityGroups: undefined, accounts });
    expect(perimeter.groups.map(({ id, account, region }) => [id, account, region])).toEqual([
      ['sg-1', '111122223333', 'eu-central-1'],
      ['sg-9', '000000000044', 'us-east-1'],
    ]);
  });

  test('prefix lists are read with their entries, unknown where none were given', () => {
    const PrefixLists = [
      { PrefixListId: 'pl-1', PrefixListName: 'partners', Version: 3, Entries: [{ Cidr: '192.0.2.9/24' }] },
      { PrefixListId: 'pl-2' },
    ];
    expect(read({ PrefixLists }).perimeter.lists).toEqual([
      { id: 'pl-1', name: 'partners', version: 3, entries: ['192.0.2.0/24'] },
      { id: 'pl-2', name: null, version: null, entries: null },
    ]);
  });

  test('interfaces are read with their groups, owner and public address', () => {
    const NetworkInterfaces = [
      {
        NetworkInterfaceId: 'eni-1',
        VpcId: 'vpc-1',
        Groups: [{ GroupId: 'sg-1', GroupName: 'web' }],
        Attachment: { InstanceId: 'i-1' },
        Association: { PublicIp: '203.0.113.9' },
      },
      { NetworkInterfaceId: 'eni-2', Groups: [], Description: 'RDSNetworkInterface' },
    ];
    expect(read({ NetworkInterfaces }).perimeter.interfaces).toEqual([
      { id: 'eni-1', vpc: 'vpc-1', groups: ['sg-1'], owner: 'i-1', publicAddress: '203.0.113.9' },
      { id: 'eni-2', vpc: null, groups: [], owner: 'RDSNetworkInterface', publicAddress: null },
    ]);
  });
});

describe('BM-8: what of a snapshot cannot be read is told', () => {
  test.each<[Json, RegExp]>([
    ['x', /^expected a snapshot \(a JSON object\), found `x`$/],
    [{ SecurityGroups: [] }, /^expected `takenAt` such as/],
    [{ takenAt: 'now', SecurityGroups: [] }, /^expected `takenAt` such as/],
    [{ takenAt }, /^expected `SecurityGroups`/],
    [{ takenAt, accounts: [] }, /^expected `SecurityGroups`/],
  ])('%j is no snapshot', (json, reason) => {
    const { perimeter, misread } = readSnapshot(json);
    expect(perimeter).toBeNull();
    expect(misread).toEqual([expect.stringMatching(reason)]);
  });

  test.each<[string, object, string]>([
    [
      'a group without id',
      { SecurityGroups: [{ GroupName: 'x' }] },
      'expected a group with `GroupId`, found `{"GroupName":"x"}`',
    ],
    [
      'a rule without direction',
      {
        SecurityGroupRules: [
          { SecurityGroupRuleId: 'sgr-1', GroupId: 'sg-1', IpProtocol: 'tcp', CidrIpv4: '192.0.2.0/24' },
        ],
      },
      'expected `IsEgress` of the rule `sgr-1`, found none',
    ],
    [
      'a rule without other end',
      { SecurityGroupRules: [{ GroupId: 'sg-1', IsEgress: false, IpProtocol: 'tcp' }] },
      'expected a CIDR, prefix list or group as the other end of a rule, found none',
    ],
    ['a list without id', { PrefixLists: [{}] }, 'expected a prefix list with `PrefixListId`, found `{}`'],
    [
      'a list with an odd entry',
      { PrefixLists: [{ PrefixListId: 'pl-1', Entries: [{ Cidr: 'all' }] }] },
      'expected a CIDR in every entry of `pl-1`, found `[{"Cidr":"all"}]`',
    ],
    [
      'an interface without id',
      { NetworkInterfaces: [null] },
      'expected an interface with `NetworkInterfaceId`, found `null`',
    ],
    [
      'an account without groups',
      { SecurityGroups: undefined, accounts: [{ SecurityGroups: [] }, { account: '444455556666' }] },
      'expected `SecurityGroups` of `444455556666`, found none',
    ],
  ])('%s', (_, more, reason) => {
    expect(read(more).misread).toEqual([reason]);
  });
});
