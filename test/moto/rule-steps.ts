import { tcp } from '../contracts/ec2-bench.ts';
import { closes, closesById, firstRule, newGroup, opens, rewrites, rulesOf, type Step, step, tag } from './step.ts';

const office = '192.0.2.0/24';
const partner = '198.51.100.0/24';
const nowhere = 'sg-00000000000000000';
const content = (port: number, CidrIpv4: string) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIpv4 });

/** Groups. What moto may take that EC2 does not is asked of names that nothing else is asked of. */
export const groups: readonly Step[] = [
  newGroup('web', 'plain'),
  newGroup('app', 'plain'),
  newGroup('odd', 'plain'),
  newGroup('used', 'plain'),
  newGroup('std', 'standard'),
  newGroup('std-odd', 'standard'),
  step('with tags', 'CreateSecurityGroup', (id) => ({
    ...{ GroupName: 'tagged', Description: 'tagged', VpcId: id('plain') },
    TagSpecifications: [{ ResourceType: 'security-group', Tags: [tag('environment', 'prod')] }],
  })),
  step('of a name that is taken', 'CreateSecurityGroup', (id) => ({
    GroupName: 'web',
    Description: 'x',
    VpcId: id('plain'),
  })),
  step('named default', 'CreateSecurityGroup', (id) => ({
    GroupName: 'default',
    Description: 'x',
    VpcId: id('plain'),
  })),
  step('named like an id', 'CreateSecurityGroup', (id) => ({
    GroupName: 'sg-x',
    Description: 'x',
    VpcId: id('plain'),
  })),
  step('in no VPC that is there', 'CreateSecurityGroup', () => ({
    ...{ GroupName: 'lost', Description: 'x', VpcId: 'vpc-00000000000000000' },
  })),
  step('as it is born', 'DescribeSecurityGroups', (id) => ({ GroupIds: [id('web')] })),
  rulesOf('its rules as it is born', 'web'),
  step('that is not there', 'DescribeSecurityGroups', () => ({ GroupIds: [nowhere] })),
  step('by an id that is none', 'DescribeSecurityGroups', () => ({ GroupIds: ['web'] })),
];

/** Rules that come. */
export const opening: readonly Step[] = [
  opens('a port', 'web', () => [tcp(22, office)], 'ssh'),
  opens('a port that is open', 'web', () => [tcp(22, office)]),
  opens(
    'with a description',
    'web',
    () => [{ ...tcp(23), IpRanges: [{ CidrIp: partner, Description: 'said' }] }],
    'telnet',
  ),
  opens('an open port with another description', 'web', () => [
    { ...tcp(23), IpRanges: [{ CidrIp: partner, Description: 'another' }] },
  ]),
  opens('IPv6', 'web', () => [tcp(22, '2001:db8::/32')], 'six'),
  opens('all traffic', 'web', () => [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '203.0.113.0/24' }] }]),
  opens('a protocol by number', 'web', () => [
    { IpProtocol: '6', FromPort: 25, ToPort: 25, IpRanges: [{ CidrIp: office }] },
  ]),
  opens('ICMP of one type', 'web', () => [
    { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, IpRanges: [{ CidrIp: office }] },
  ]),
  opens('to the group itself', 'web', (id) => [{ ...tcp(5432), UserIdGroupPairs: [{ GroupId: id('web') }] }]),
  opens('to another group', 'web', (id) => [{ ...tcp(443), UserIdGroupPairs: [{ GroupId: id('app') }] }]),
  opens('to a group that is not there', 'web', () => [{ ...tcp(444), UserIdGroupPairs: [{ GroupId: nowhere }] }]),
  step(
    'with tags',
    'AuthorizeSecurityGroupIngress',
    (id) => ({
      ...{ GroupId: id('web'), IpPermissions: [tcp(8080, office)] },
      TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [tag('ticket', 'T-1')] }],
    }),
    { tagged: firstRule },
  ),
  step('egress', 'AuthorizeSecurityGroupEgress', (id) => ({ GroupId: id('web'), IpPermissions: [tcp(443, partner)] }), {
    out: firstRule,
  }),
  step('the egress that every group has', 'AuthorizeSecurityGroupEgress', (id) => ({
    GroupId: id('web'),
    IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  })),
  opens('of a group that is not there', 'none', () => [tcp(22, office)]),
  rulesOf('all rules', 'web'),
  step('all permissions', 'DescribeSecurityGroups', (id) => ({ GroupIds: [id('web')] })),
  opens('odd: a port', 'odd', () => [tcp(22, office)], 'odd-ssh'),
  opens('odd: another port', 'odd', () => [tcp(8080, office)]),
  opens('odd: several ports, one of which is open', 'odd', () => [tcp(80, office), tcp(22, office)]),
  opens('odd: a port that is open, with host bits', 'odd', () => [tcp(22, '192.0.2.77/24')]),
  opens('odd: host bits', 'odd', () => [tcp(26, '198.51.100.77/24')]),
  opens('odd: IPv6 in another spelling', 'odd', () => [tcp(24, '2001:0DB8:0::1/32')]),
  opens('odd: twice in a call', 'odd', () => [tcp(81, office, office)]),
  opens('odd: a CIDR that is none', 'odd', () => [tcp(82, '192.0.2.0/99')]),
  opens('odd: ports the wrong way round', 'odd', () => [
    { IpProtocol: 'tcp', FromPort: 9, ToPort: 8, IpRanges: [{ CidrIp: office }] },
  ]),
  opens('odd: without a peer', 'odd', () => [{ IpProtocol: 'tcp', FromPort: 9, ToPort: 9 }]),
  step('odd: without permissions', 'AuthorizeSecurityGroupIngress', (id) => ({ GroupId: id('odd') })),
  opens('odd: all traffic, with ports', 'odd', () => [
    { IpProtocol: '-1', FromPort: 1, ToPort: 2, IpRanges: [{ CidrIp: partner }] },
  ]),
  opens('odd: a protocol that has no ports, without any', 'odd', () => [
    { IpProtocol: '50', IpRanges: [{ CidrIp: office }] },
  ]),
  opens('odd: to another group, with a description', 'odd', (id) => [
    { ...tcp(443), UserIdGroupPairs: [{ GroupId: id('app'), Description: 'app' }] },
  ]),
  opens('odd: to a group of another account', 'odd', () => [
    { ...tcp(444), UserIdGroupPairs: [{ GroupId: 'sg-0123456789abcdef0', UserId: '444455556666' }] },
  ]),
  opens('odd: a description with a sign that none may have', 'odd', () => [
    { ...tcp(90), IpRanges: [{ CidrIp: office, Description: 'a|b' }] },
  ]),
];

/** Calls that only ask. */
export const dry: readonly Step[] = [
  step('a port', 'AuthorizeSecurityGroupIngress', (id) => ({
    GroupId: id('web'),
    IpPermissions: [tcp(99, office)],
    DryRun: true,
  })),
  step('a port that is open', 'AuthorizeSecurityGroupIngress', (id) => ({
    ...{ GroupId: id('web'), IpPermissions: [tcp(22, office)], DryRun: true },
  })),
  step('revoking', 'RevokeSecurityGroupIngress', (id) => ({
    GroupId: id('web'),
    SecurityGroupRuleIds: [id('ssh')],
    DryRun: true,
  })),
  step('rewriting', 'ModifySecurityGroupRules', (id) => ({
    ...{ GroupId: id('web'), DryRun: true },
    SecurityGroupRules: [{ SecurityGroupRuleId: id('ssh'), SecurityGroupRule: content(1, office) }],
  })),
  step('tags', 'CreateTags', (id) => ({ Resources: [id('web')], Tags: [tag('a', 'b')], DryRun: true })),
  rulesOf('all is as it was', 'web'),
];

/** Rules that get another content or description. */
export const rewriting: readonly Step[] = [
  rewrites('another port', 'web', 'ssh', content(2222, office)),
  rewrites('another CIDR and a description', 'web', 'ssh', { ...content(2222, partner), Description: 'said' }),
  rewrites('a rule that is not there', 'web', 'no-rule', content(1, office)),
  rewrites('a rule of another group', 'app', 'ssh', content(1, office)),
  rulesOf('what rewriting left', 'web'),
  step('odd: a description by id', 'UpdateSecurityGroupRuleDescriptionsIngress', (id) => ({
    ...{
      GroupId: id('odd'),
      SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId: id('odd-ssh'), Description: 'by id' }],
    },
  })),
  step('odd: a description by content', 'UpdateSecurityGroupRuleDescriptionsIngress', (id) => ({
    GroupId: id('odd'),
    IpPermissions: [{ ...tcp(8080), IpRanges: [{ CidrIp: office, Description: 'by content' }] }],
  })),
  step('odd: what describing left', 'DescribeSecurityGroupRules', (id) => ({ SecurityGroupRuleIds: [id('odd-ssh')] })),
  rewrites('odd: host bits', 'odd', 'odd-ssh', content(22, '192.0.2.9/24')),
  rewrites('odd: a peer of another kind', 'odd', 'odd-ssh', {
    IpProtocol: 'tcp',
    FromPort: 22,
    ToPort: 22,
    CidrIpv6: '2001:db8::/32',
  }),
  rewrites('odd: what another rule says', 'odd', 'odd-ssh', content(8080, office)),
  rewrites('odd: without a peer', 'odd', 'odd-ssh', { IpProtocol: 'tcp', FromPort: 1, ToPort: 1 }),
  step('odd: a description of a rule that is not there', 'UpdateSecurityGroupRuleDescriptionsIngress', (id) => ({
    ...{ GroupId: id('odd'), IpPermissions: [{ ...tcp(8081), IpRanges: [{ CidrIp: office, Description: 'x' }] }] },
  })),
];

/** Rules that go. */
export const closing: readonly Step[] = [
  closes('by content, what does not stand', 'web', tcp(80, partner)),
  closes('by content, what stands', 'web', tcp(23, partner)),
  closes('odd: by content, one of two that stands', 'odd', tcp(8080, office), tcp(1, office)),
  closesById('by id', 'web', 'six'),
  closesById('by an id that is gone', 'web', 'six'),
  closesById('by an id that is gone and one that stands', 'web', 'six', 'ssh'),
  closesById('by an id of egress', 'web', 'out'),
  closesById('by an id of another group', 'app', 'ssh'),
  step('odd: by id and content', 'RevokeSecurityGroupIngress', (id) => ({
    ...{ GroupId: id('odd'), SecurityGroupRuleIds: [id('odd-ssh')], IpPermissions: [tcp(22, office)] },
  })),
  step('by an id that is none', 'RevokeSecurityGroupIngress', (id) => ({
    GroupId: id('web'),
    SecurityGroupRuleIds: ['rule'],
  })),
  step('egress by id', 'RevokeSecurityGroupEgress', (id) => ({
    GroupId: id('web'),
    SecurityGroupRuleIds: [id('out')],
  })),
  rulesOf('what closing left', 'web'),
  opens('a port in the default VPC', 'std', () => [tcp(22, office)], 'std-ssh'),
  closes('by content, in the default VPC, what does not stand', 'std', tcp(1, office)),
  closes('by content, in the default VPC, one of two that stands', 'std', tcp(22, office), tcp(1, office)),
];
