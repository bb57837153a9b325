import { type GroupAtWork, rule } from '../builders/world.ts';
import type { EventCase } from './case.ts';

const anywhere = '0.0.0.0/0';
/** Takes the open egress off that a new group has. */
function lock(group: GroupAtWork): void {
  group.does('revoke', rule('-1', null, anywhere, 'egress'), rule('-1', null, '::/0', 'egress'));
}

/** What groups may talk to. */
export const egress: readonly EventCase[] = [
  {
    name: 'a group is made: it is born with open egress',
    scenario: '9',
    before: () => undefined,
    act: ({ world }) => world.group('new'),
    decides:
      'A new group permits all outbound traffic; a policy may look past the birth and still see what is opened by hand.',
    source: 'EC2 CreateSecurityGroup',
    expected: { ruling: 'breach', breach: ['egress-anywhere'], severity: 'low' },
  },
  {
    name: 'a locked group gets all egress back',
    scenario: '9',
    before: ({ group }) => group.closes('-1', null, anywhere, 'egress'),
    act: ({ group }) => group.opens('-1', null, anywhere, 'egress'),
    decides: 'An outbound rule for all protocols to 0.0.0.0/0 permits everything to every IPv4 address.',
    source: 'EC2 AuthorizeSecurityGroupEgress',
    others: 'Six of the eight families compared judge egress in part or not at all',
    expected: { ruling: 'breach', breach: ['egress-anywhere', 'egress-opened'], severity: 'critical' },
  },
  {
    name: 'egress on 443 where all egress is open already',
    scenario: '9, 5',
    act: ({ group }) => group.opens('tcp', 443, anywhere, 'egress'),
    decides: 'Rules only permit: what one of them permits already, another cannot add.',
    source: 'VPC security group rules',
    expected: { ruling: 'clear' },
  },
  {
    name: 'a locked group gets egress to one network',
    scenario: '9',
    before: ({ group }) => group.closes('-1', null, anywhere, 'egress'),
    act: ({ group }) => group.opens('tcp', 443, '11.1.1.0/24', 'egress'),
    decides:
      'The checks ask for more than 65,536 addresses; a new group has IPv6 egress too if its VPC has IPv6, which no record tells.',
    source: 'EC2 CreateSecurityGroup',
    expected: { ruling: 'breach', maybe: ['egress-anywhere', 'egress-opened'] },
  },
  {
    name: 'a locked group in a VPC with IPv6 gets egress to one network',
    scenario: '9',
    group: { dualStack: true },
    before: ({ group }) => lock(group),
    act: ({ group }) => group.opens('tcp', 443, '11.1.1.0/24', 'egress'),
    decides: 'The checks ask for more than 65,536 addresses.',
    source: 'our policy',
    expected: { ruling: 'clear' },
  },
  {
    name: 'egress in 257 small steps: the one that crosses the line',
    scenario: '9',
    group: { dualStack: true },
    before: ({ group }) => {
      lock(group);
      for (let i = 0; i < 256; i++) group.opens('tcp', 443, `11.1.${i}.0/24`, 'egress');
    },
    act: ({ group }) => group.opens('tcp', 443, '11.2.0.0/24', 'egress'),
    decides: 'The check counts what is open after the change: 65,536 addresses and 256 more.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: ['egress-anywhere', 'egress-opened'] },
  },
  {
    name: 'and the one before it',
    scenario: '9',
    group: { dualStack: true },
    before: ({ group }) => {
      lock(group);
      for (let i = 0; i < 255; i++) group.opens('tcp', 443, `11.1.${i}.0/24`, 'egress');
    },
    act: ({ group }) => group.opens('tcp', 443, '11.1.255.0/24', 'egress'),
    decides: '65,536 addresses are open after the change: not more than that.',
    source: 'our policy',
    expected: { ruling: 'clear' },
  },
  {
    name: 'a locked group gets egress to all that is private',
    scenario: '9',
    group: { dualStack: true },
    before: ({ group }) => lock(group),
    act: ({ group }) => group.opens('-1', null, '10.0.0.0/8', 'egress'),
    decides: '10.0.0.0/8 is private.',
    source: 'RFC 1918',
    expected: { ruling: 'clear' },
  },
];
