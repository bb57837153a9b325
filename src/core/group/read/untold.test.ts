import { describe, expect, it } from 'vitest';
import type { Json } from '../../leaf/canonical.ts';
import { nameRule } from '../../plan/name-rule.ts';
import type { DeclaredGroup } from '../declared.ts';
import { readDeclared } from './declared.ts';

const rulesOf = ({ rules }: Pick<DeclaredGroup, 'rules'>) => rules.map((rule) => nameRule({ ...rule, id: null }));

const parameters = {
  Peer: { Type: 'String' },
  PeerAccount: { Type: 'String' },
  Cidr: { Type: 'String', Default: '' },
  Nobody: { Type: 'String', Default: '__NONE__' },
};
const conditions = { HasCidr: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Nobody' }, '__NONE__'] }] } };
const template = (rule: object, more: object = {}): Json => ({
  AWSTemplateFormatVersion: '2010-09-09',
  Parameters: parameters,
  Conditions: conditions,
  Resources: {
    In: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: { GroupId: 'sg-0a', IpProtocol: 'tcp', FromPort: 22, ToPort: 22, ...rule },
    },
    ...more,
  },
});
const peersOf = (json: Json) =>
  readDeclared(json).declared!.groups.flatMap((group) => rulesOf(group).map((rule) => rule.split(' ').at(-1)));
const web = { Web: { Type: 'AWS::EC2::SecurityGroup', Properties: {} } };

describe('the account of a group that a template names', () => {
  const source = { SourceSecurityGroupId: { Ref: 'Peer' } };
  const named = 'Resources.In.SourceSecurityGroupId';

  it.each<[string, object, readonly string[]]>([
    ['is its own where none is written', source, [named]],
    ['is its own', { ...source, SourceSecurityGroupOwnerId: { Ref: 'AWS::AccountId' } }, [named]],
    ['is its own', { ...source, SourceSecurityGroupOwnerId: { 'Fn::Sub': `\${AWS::AccountId}` } }, [named]],
    ['is not told by a parameter', { ...source, SourceSecurityGroupOwnerId: { Ref: 'PeerAccount' } }, [`?/${named}`]],
    ['is not told by an import', { ...source, SourceSecurityGroupOwnerId: { 'Fn::ImportValue': 'x' } }, [`?/${named}`]],
    ['is told', { ...source, SourceSecurityGroupOwnerId: '444455556666' }, [`444455556666/${named}`]],
    [
      'keeps its zeros',
      { SourceSecurityGroupId: 'sg-0b', SourceSecurityGroupOwnerId: 12345678901 },
      ['012345678901/sg-0b'],
    ],
    [
      'is one of two',
      {
        ...source,
        SourceSecurityGroupOwnerId: {
          'Fn::If': ['Asked', { Ref: 'PeerAccount' }, { Ref: 'AWS::NoValue' }],
        },
      },
      [`?/${named}`, named],
    ],
    [
      'is that of the template for a group that it makes',
      { SourceSecurityGroupId: { Ref: 'Web' }, SourceSecurityGroupOwnerId: { Ref: 'PeerAccount' } },
      ['Resources.Web'],
    ],
  ])('%s: %j', (_, rule, peers) => {
    expect(peersOf(template(rule, web)).filter((peer) => !/^(0\.0\.0\.0|::)\/0$/.test(peer!))).toEqual(peers);
  });
});

describe('a rule of a template that names nobody', () => {
  it.each<[object]>([
    [{ CidrIp: { Ref: 'Cidr' } }],
    [{ CidrIp: { 'Fn::If': ['HasCidr', { Ref: 'Nobody' }, { Ref: 'AWS::NoValue' }] } }],
    [{}],
  ])('may name anybody, since CloudFormation refuses it as it is: %j', (rule) => {
    expect(peersOf(template(rule))).toEqual(['?']);
  });
});

describe('the default group of a VPC that a template makes', () => {
  it('R54: is known as the default group', () => {
    const json = template(
      { GroupId: { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] }, CidrIp: '10.0.0.0/8' },
      { Vpc: { Type: 'AWS::EC2::VPC', Properties: {} } },
    );
    expect(readDeclared(json).declared!.groups).toMatchObject([{ name: 'default', complete: false }]);
  });
});

describe('AWS Config', () => {
  const configuration = { groupId: 'sg-0a', ipPermissions: [], ipPermissionsEgress: [] };

  it('a selection without resource types is read by what its items hold', () => {
    const { declared, misread } = readDeclared({ Results: [JSON.stringify({ resourceId: 'sg-0a', configuration })] });
    expect([declared!.groups.map(({ id }) => id), misread]).toEqual([['sg-0a'], []]);
  });

  it('an item that does not say what it is of is told, not left out', () => {
    const { misread } = readDeclared({ Results: [JSON.stringify({ resourceId: 'sg-0a', tags: [] })] });
    expect(misread).toEqual([expect.stringMatching(/expected `resourceType`/)]);
  });

  it('is read as a Config rule gets it', () => {
    const item = { resourceType: 'AWS::EC2::SecurityGroup', resourceId: 'sg-0a', configuration };
    const event = { invokingEvent: JSON.stringify({ configurationItem: item }), ruleParameters: '{}' };
    expect(readDeclared(event).declared!.groups.map(({ id }) => id)).toEqual(['sg-0a']);
  });
});

const created = (address: string, type: string, after: object, unknown: object = {}) => {
  const [module, name] = [address.match(/^(module\.\w+)\./)?.[1], address.split('.').at(-1)!];
  return {
    ...(module === undefined ? {} : { module_address: module }),
    ...{ address, type, name, mode: 'managed' },
    change: { actions: ['create'], before: null, after, after_unknown: unknown },
  };
};
const rule = created(
  'aws_vpc_security_group_ingress_rule.in',
  'aws_vpc_security_group_ingress_rule',
  { ip_protocol: 'tcp', from_port: 22, to_port: 22 },
  { security_group_id: true, referenced_security_group_id: true },
);
const plan = (...more: readonly object[]): Json =>
  ({
    format_version: '1.2',
    resource_changes: [
      created('aws_security_group.web', 'aws_security_group', { name: 'web' }, { id: true }),
      rule,
      ...more,
    ],
    configuration: {
      root_module: {
        resources: [
          { address: 'aws_security_group.web', type: 'aws_security_group', name: 'web', expressions: {} },
          {
            ...{ address: rule.address, type: rule.type, name: 'in' },
            expressions: {
              security_group_id: { references: ['local.group'] },
              referenced_security_group_id: {
                references: ['data.aws_security_group.peer.id', 'data.aws_security_group.peer'],
              },
            },
          },
        ],
      },
    },
  }) as unknown as Json;

describe('Terraform', () => {
  it('a group that another resource must tell may be of any account', () => {
    expect(peersOf(plan())).toEqual([`?/${rule.address}.referenced_security_group_id`]);
  });

  it('R162: a local is taken for the only group of its module, unless a module that it calls makes one, too', () => {
    const groups = (json: Json) =>
      readDeclared(json).declared!.groups.map(({ address, rules }) => [address, rules.length]);
    expect(groups(plan())).toEqual([['aws_security_group.web', 1]]);
    const other = created('module.db.aws_security_group.db', 'aws_security_group', { name: 'db' }, { id: true });
    expect(groups(plan(other))).toEqual([
      ['aws_security_group.web', 0],
      [rule.address, 1],
      ['module.db.aws_security_group.db', 0],
    ]);
  });

  it('groups of another provider are told as not read, not left out', () => {
    const other = created('awscc_ec2_security_group.web', 'awscc_ec2_security_group', {});
    expect(readDeclared(plan(other)).misread).toEqual([expect.stringMatching(/awscc_ec2_security_group.*not read/)]);
  });
});
