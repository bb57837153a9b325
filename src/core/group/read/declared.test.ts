import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../leaf/canonical.ts';
import { nameRule } from '../../plan/name-rule.ts';
import type { DeclaredGroup } from '../declared.ts';
import { readDeclared } from './declared.ts';

const rulesOf = ({ rules }: Pick<DeclaredGroup, 'rules'>) => rules.map((rule) => nameRule({ ...rule, id: null }));
const groupsOf = (json: Json) => readDeclared(json).declared!.groups;

describe('describe-security-groups', () => {
  const group = {
    GroupId: 'sg-0a',
    GroupName: 'web',
    OwnerId: '111122223333',
    IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  };

  it('R29: is read as the AWS CLI prints it, without a time', () => {
    const { declared, misread } = readDeclared({ SecurityGroups: [group] });
    expect([declared!.kind, declared!.takenAt, misread]).toEqual(['describe', null, []]);
    expect(declared!.groups).toMatchObject([{ address: 'sg-0a', name: 'web', before: null, complete: true }]);
    expect(rulesOf(declared!.groups[0]!)).toEqual(['ingress tcp/22 0.0.0.0/0']);
    expect(groupsOf([group])).toEqual(declared!.groups);
  });

  it('a snapshot keeps its time; a group with a rule that cannot be read is not complete', () => {
    const bad = {
      ...group,
      GroupId: 'sg-0b',
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0' }] }],
    };
    const { declared, misread } = readDeclared({ takenAt: '2026-01-31T09:00:00Z', SecurityGroups: [group, bad] });
    expect(declared!.takenAt).toBe(Date.parse('2026-01-31T09:00:00Z'));
    expect(declared!.groups.map(({ id, complete }) => [id, complete])).toEqual([
      ['sg-0a', true],
      ['sg-0b', false],
    ]);
    expect(misread).toHaveLength(1);
  });
});

/** A configuration snapshot of AWS Config, with the members that its developer guide names. */
const configuration = {
  ...{ description: 'web', groupId: 'sg-0a', groupName: 'web', ownerId: '111122223333', vpcId: 'vpc-1' },
  ipPermissions: [
    {
      ...{ fromPort: 22, toPort: 22, ipProtocol: 'tcp', ipv6Ranges: [], prefixListIds: [], userIdGroupPairs: [] },
      ipv4Ranges: [{ cidrIp: '203.0.113.0/24', description: 'office' }],
      ipRanges: ['203.0.113.0/24'],
    },
    { ipProtocol: '-1', userIdGroupPairs: [{ userId: '444455556666', groupId: 'sg-0f' }], ipRanges: [] },
  ],
  ipPermissionsEgress: [{ ipProtocol: '-1', ipv4Ranges: [{ cidrIp: '0.0.0.0/0' }], ipRanges: ['0.0.0.0/0'] }],
  tags: [{ key: 'env', value: 'prod' }],
};
const item = {
  ...{
    configurationItemVersion: '1.3',
    configurationItemStatus: 'OK',
    awsAccountId: '111122223333',
    awsRegion: 'eu-west-1',
  },
  ...{
    resourceType: 'AWS::EC2::SecurityGroup',
    resourceId: 'sg-0a',
    configurationItemCaptureTime: '2026-01-31T09:00:00Z',
  },
  configuration: configuration as Json,
};
const rules = ['ingress tcp/22 203.0.113.0/24', 'ingress all 444455556666/sg-0f', 'egress all 0.0.0.0/0'];

describe('AWS Config', () => {
  it('R29: a snapshot file is read, each range once though it stands there twice', () => {
    const { declared, misread } = readDeclared({
      fileVersion: '1.0',
      configSnapshotId: 'a',
      configurationItems: [item],
    });
    expect([declared!.kind, misread]).toEqual(['config', []]);
    const [group] = declared!.groups;
    expect(rulesOf(group!)).toEqual(rules);
    expect(group).toMatchObject({
      name: 'web',
      vpc: 'vpc-1',
      account: '111122223333',
      region: 'eu-west-1',
      tags: { env: 'prod' },
    });
    expect(group!.rules[0]!.description).toBe('office');
  });

  it.each<[string, Json]>([
    [
      'get-resource-config-history, where configuration is text',
      { configurationItems: [{ ...item, configuration: JSON.stringify(configuration) }] },
    ],
    [
      'batch-get-resource-config',
      { baseConfigurationItems: [{ ...item, accountId: '111122223333' }], unprocessedResourceKeys: [] },
    ],
    ['select-resource-config', { Results: [JSON.stringify(item)] }],
    ['an event', { detail: { messageType: 'ConfigurationItemChangeNotification', configurationItem: item } }],
    ['one item', item],
    ['a list of items', [item]],
  ])('reads %s', (_, json) => {
    expect(rulesOf(groupsOf(json)[0]!)).toEqual(rules);
  });

  it('of several items of one group the newest counts, and a deleted one is gone', () => {
    const older = {
      ...item,
      configurationItemCaptureTime: 1_700_000_000.5,
      configuration: { ...configuration, groupName: 'was' },
    };
    expect(groupsOf({ configurationItems: [older, item] }).map((group) => group.name)).toEqual(['web']);
    const deleted = {
      ...item,
      configurationItemStatus: 'ResourceDeleted',
      configurationItemCaptureTime: '2026-02-01T00:00:00Z',
    };
    expect(groupsOf({ configurationItems: [item, deleted] })).toEqual([]);
  });
});

const template = (resources: Json, more: object = {}): Json => ({
  AWSTemplateFormatVersion: '2010-09-09',
  Resources: resources,
  ...more,
});
const web = (properties: object): Json => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'web', ...properties },
});
const ingress = (cidr: Json, more: object = {}) => ({
  IpProtocol: 'tcp',
  FromPort: 22,
  ToPort: 22,
  CidrIp: cidr,
  ...more,
});
const everywhere = ['egress all 0.0.0.0/0', 'egress all ::/0'];

describe('CloudFormation', () => {
  it('R162: a group without egress rules keeps EC2’s own: all outbound, both families', () => {
    const [group] = groupsOf(template({ Web: web({ SecurityGroupIngress: [ingress('10.0.0.0/8')] }) }));
    expect(rulesOf(group!)).toEqual(['ingress tcp/22 10.0.0.0/8', ...everywhere]);
    expect(group).toMatchObject({ address: 'Resources.Web', id: null, before: null, complete: true });
    const [closed] = groupsOf(
      template({ Web: web({ SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }] }) }),
    );
    expect(rulesOf(closed!)).toEqual(['egress all 127.0.0.1/32']);
  });

  it('R162: a separate egress rule does not take EC2’s own away', () => {
    const out = {
      Type: 'AWS::EC2::SecurityGroupEgress',
      Properties: { GroupId: { Ref: 'Web' }, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8' },
    };
    expect(rulesOf(groupsOf(template({ Web: web({}), Out: out }))[0]!)).toEqual([
      ...everywhere,
      'egress tcp/443 10.0.0.0/8',
    ]);
  });

  it('works out parameters, mappings, conditions and joins; what only the deployment tells may be anything', () => {
    const json = template(
      {
        Web: web({
          SecurityGroupIngress: [
            ingress({ Ref: 'Office' }),
            ingress({ 'Fn::FindInMap': ['Nets', 'prod', 'vpn'] }),
            ingress({ 'Fn::Join': ['/', ['192.0.2.0', { 'Fn::Select': [1, ['8', '25']] }]] }),
            ingress({ 'Fn::Sub': `\${Eip}/32` }),
            ingress({ Ref: 'Asked' }),
            ingress({ Ref: 'Ssm' }),
            ingress({ 'Fn::ImportValue': 'net' }),
            ingress('{{resolve:ssm:/net}}'),
            { 'Fn::If': ['Never', ingress('0.0.0.0/0'), { Ref: 'AWS::NoValue' }] },
            { 'Fn::If': ['Perhaps', ingress('198.51.100.1/32'), ingress('198.51.100.2/32')] },
          ],
          SecurityGroupEgress: [],
        }),
        Eip: { Type: 'AWS::EC2::EIP' },
        Gone: { Type: 'AWS::EC2::SecurityGroup', Condition: 'Never', Properties: {} },
      },
      {
        Parameters: {
          Office: { Type: 'String', Default: '203.0.113.0/24' },
          Asked: { Type: 'String' },
          Ssm: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/net/office' },
        },
        Mappings: { Nets: { prod: { vpn: '198.51.100.9/32' } } },
        Conditions: {
          Never: { 'Fn::Equals': ['a', 'b'] },
          Perhaps: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Asked' }, 'x'] }] },
        },
      },
    );
    const [group, ...others] = groupsOf(json);
    expect(others).toEqual([]);
    const any = 'ingress tcp/22 ?';
    expect(rulesOf(group!)).toEqual([
      ...['203.0.113.0/24', '198.51.100.9/32', '192.0.2.0/25'].map((cidr) => `ingress tcp/22 ${cidr}`),
      ...[any, any, any, any, any],
      ...['198.51.100.1/32', '198.51.100.2/32'].map((cidr) => `ingress tcp/22 ${cidr}`),
      ...everywhere,
    ]);
  });

  it('groups and lists of the template are named by where they stand; others stay groups', () => {
    const json = template({
      Web: web({
        SecurityGroupIngress: {
          IpProtocol: 6,
          FromPort: '80',
          ToPort: '80',
          SourceSecurityGroupId: { 'Fn::GetAtt': 'Web.GroupId' },
        },
      }),
      In: {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: {
          GroupId: { 'Fn::GetAtt': ['Web', 'GroupId'] },
          IpProtocol: '-1',
          SourcePrefixListId: { Ref: 'Office' },
        },
      },
      Else: {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: { GroupId: { 'Fn::ImportValue': 'x' }, IpProtocol: '-1', SourceSecurityGroupId: { Ref: 'Nobody' } },
      },
      Office: {
        Type: 'AWS::EC2::PrefixList',
        Properties: { PrefixListName: 'office', Entries: [{ Cidr: '203.0.113.0/24' }] },
      },
    });
    const { groups, lists } = readDeclared(json).declared!;
    expect(groups.map(rulesOf)).toEqual([
      ['ingress tcp/80 Resources.Web', ...everywhere, 'ingress all Resources.Office'],
      ['ingress all Resources.Else.SourceSecurityGroupId'],
    ]);
    expect(groups[1]).toMatchObject({ address: 'Resources.Else', complete: false });
    expect(lists).toMatchObject([{ id: 'Resources.Office', entries: ['203.0.113.0/24'] }]);
  });
});

describe('any JSON', () => {
  it('is answered, never thrown at: deep, huge, and with keys of the language', () => {
    const deep = JSON.parse(`${'{"Resources":'.repeat(5000)}1${'}'.repeat(5000)}`) as Json;
    expect(readDeclared(deep)).toEqual({ declared: null, misread: [expect.stringMatching(/at most 200 levels/)] });
    const proto = JSON.parse(
      '{"Resources":{"__proto__":{"Type":"AWS::EC2::SecurityGroup","Properties":{"VpcId":{"Ref":"constructor"},"Tags":[{"Key":"__proto__","Value":"x"}]}}}}',
    ) as Json;
    expect(groupsOf(proto)).toMatchObject([{ address: 'Resources.__proto__', vpc: null }]);
    const many = {
      SecurityGroups: [
        {
          GroupId: 'sg-1',
          IpPermissions: [
            { IpProtocol: 'tcp', FromPort: 1, ToPort: 1, IpRanges: Array(200_000).fill({ CidrIp: 'x' }) },
          ],
        },
      ],
    };
    expect(readDeclared(many).misread.length).toBeGreaterThanOrEqual(200_000);
  });

  it('functions that name themselves over and over come to an end', () => {
    const bomb = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [
        `C${n}`,
        { 'Fn::And': [{ Condition: `C${n + 1}` }, { Condition: `C${n + 1}` }] },
      ]),
    );
    const { declared, misread } = readDeclared(
      template({ Web: { ...(web({}) as object), Condition: 'C0' } }, { Conditions: bomb }),
    );
    expect(declared!.groups).toHaveLength(1);
    expect(misread).toEqual([expect.stringMatching(/fewer functions/)]);
  });

  it('of any shape around the keys that are read is no fault', () => {
    const key = fc.constantFrom(
      ...[
        'SecurityGroups',
        'configurationItems',
        'Resources',
        'Type',
        'Properties',
        'Ref',
        'Fn::If',
        'Fn::Sub',
        'Fn::Join',
      ],
      ...[
        'resource_changes',
        'planned_values',
        'format_version',
        'change',
        'after',
        'before',
        'after_unknown',
        'address',
      ],
      ...[
        'type',
        'name',
        'ingress',
        'cidr_blocks',
        'references',
        'configuration',
        'root_module',
        'resources',
        'values',
      ],
      ...[
        'GroupId',
        'IpPermissions',
        'actions',
        'version',
        'lineage',
        'instances',
        'attributes',
        'SecurityGroupIngress',
      ],
    );
    const word = fc.constantFrom(
      '1.2',
      'AWS::EC2::SecurityGroup',
      'aws_security_group',
      'aws_security_group.a',
      'a',
      `\${a}`,
      4,
      0,
      null,
      true,
    );
    const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 7, withCrossShrink: true },
        word,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (json) => void readDeclared(json)),
      { numRuns: 3000 },
    );
    fc.assert(fc.property(fc.jsonValue(), (json) => void readDeclared(json as Json)));
  });
});
