import { balancerWith, databaseWith, instanceWith, interfaceGets, interfaceWith, templateWith } from './calls.ts';
import type { EventCase } from './case.ts';
import { wholeIpv4 } from './labels.ts';

const anywhere = '0.0.0.0/0';

/** What groups are put on, exceptions, environments. */
export const placements: readonly EventCase[] = [
  {
    name: 'an old open group is put on a new instance',
    scenario: '16',
    before: ({ world, group }) => {
      group.opens('tcp', 22, anywhere);
      world.wait(86_400);
    },
    act: ({ world, group }) => instanceWith(world, group),
    decides: 'The rules of a group apply to whatever it is put on, from then on.',
    source: 'VPC security groups',
    others:
      'Elastic sees instances, Sigma load balancers and RDS; Prowler skips unused groups, so that an open one waits unseen',
    expected: { ruling: 'breach', breach: [...wholeIpv4, 'egress-anywhere'] },
  },
  {
    name: 'an old open group is put on a new database',
    scenario: '16',
    before: ({ world, group }) => {
      group.opens('tcp', 3306, anywhere);
      world.wait(86_400);
    },
    act: ({ world, group }) => databaseWith(world, group),
    decides: 'The groups of a database instance decide who reaches it.',
    source: 'RDS security groups',
    others: 'Sigma has a rule of its own for it (#4900)',
    expected: { ruling: 'breach', breach: ['database-exposed', 'rds-strangers', 'egress-anywhere'] },
  },
  {
    name: 'an old open group is put on a load balancer',
    scenario: '16',
    before: ({ group }) => group.opens('tcp', 3389, anywhere),
    act: ({ world, group }) => balancerWith(world, group),
    decides: 'The groups of a load balancer decide who reaches it.',
    source: 'ELB security groups',
    expected: { ruling: 'breach', breach: ['rdp-open', 'egress-anywhere'] },
  },
  {
    name: 'an old open group is put on an interface in place of a closed one',
    scenario: '16',
    before: ({ world, group }) => {
      interfaceWith(world, world.group('closed'));
      group.opens('tcp', 22, anywhere);
    },
    act: ({ world, group }) => interfaceGets(world, group),
    decides: 'The call replaces all groups of the interface. (IPv4 egress was open before; of IPv6 no record tells.)',
    source: 'EC2 ModifyNetworkInterfaceAttribute',
    expected: { ruling: 'breach', breach: wholeIpv4, maybe: ['egress-anywhere'] },
  },
  {
    name: 'an open group is named by a launch template',
    scenario: '16',
    before: ({ group }) => group.opens('tcp', 22, anywhere),
    act: ({ world, group }) => templateWith(world, group),
    decides: 'A template holds what instances will be launched with; nothing is launched yet.',
    source: 'EC2 CreateLaunchTemplate',
    expected: { ruling: 'clear' },
  },
  {
    name: 'a database’s group hears one unknown network',
    scenario: '4, R35',
    before: ({ world, group }) => databaseWith(world, group),
    act: ({ group }) => group.opens('tcp', 3306, '192.0.2.0/24'),
    decides: 'The groups of a database instance decide who reaches it.',
    source: 'RDS security groups',
    expected: { ruling: 'breach', breach: ['rds-strangers'] },
  },
  {
    name: 'a database’s group hears the office',
    scenario: '4, R35',
    before: ({ world, group }) => databaseWith(world, group),
    act: ({ group }) => group.opens('tcp', 3306, '203.0.113.0/25'),
    decides: 'The check takes the office off.',
    source: 'our policy',
    expected: { ruling: 'clear' },
  },
  {
    name: 'an exception, within its dates',
    scenario: '30',
    group: { name: 'vault-1' },
    act: ({ group }) => group.opens('tcp', 22, '192.0.2.9/32'),
    decides: 'The exception permits 192.0.2.9 on tcp 22 until 2026-02-01T18:00:00Z.',
    source: 'our policy',
    others: 'No peer’s exception ends by itself',
    expected: { ruling: 'permitted', permitted: ['vault-strangers'] },
  },
  {
    name: 'an exception, after it ended',
    scenario: '30',
    group: { name: 'vault-1' },
    before: ({ world }) => world.wait(2 * 86_400),
    act: ({ group }) => group.opens('tcp', 22, '192.0.2.9/32'),
    decides: 'The exception permits until then, and no longer.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: ['vault-strangers'] },
  },
  {
    name: 'an exception, before it begins',
    scenario: '30',
    group: { name: 'vault-1' },
    act: ({ group }) => group.opens('tcp', 22, '192.0.2.10/32'),
    decides: 'The exception permits 192.0.2.10 on tcp 22 from 2026-02-10T00:00:00Z on.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: ['vault-strangers'] },
  },
  {
    name: 'an exception that covers half of what is opened',
    scenario: '30',
    group: { name: 'vault-1' },
    act: ({ group }) => group.opens('tcp', 22, '192.0.2.8/31'),
    decides: 'The exception permits one address of the two.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: ['vault-strangers'] },
  },
  {
    name: 'one unknown address at the vault',
    scenario: 'R14',
    group: { name: 'vault-1' },
    act: ({ group }) => group.opens('tcp', 22, '192.0.2.77/32'),
    decides: 'One address that is neither the office nor private is one too many.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: ['vault-strangers'] },
  },
  {
    name: 'the same opening in development',
    scenario: '9, R34',
    group: { tags: { environment: 'dev' } },
    act: ({ group }) => group.opens('tcp', 22, anywhere),
    decides: 'Severity is declared for each environment, and the tag says which it is.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: wholeIpv4, severity: 'medium' },
  },
  {
    name: 'the same where whoever opens it had called it development a minute before',
    scenario: '15, R159',
    before: ({ world, group }) => {
      group.tags('environment', 'dev');
      world.wait(60);
    },
    act: ({ group }) => group.opens('tcp', 22, anywhere),
    decides: 'While a tag change that lowers protection stands in breach, the tags before it count.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: wholeIpv4, severity: 'critical' },
  },
];
