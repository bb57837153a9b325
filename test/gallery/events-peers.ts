import { authorizes, item } from './calls.ts';
import type { EventCase } from './case.ts';
import { wholeIpv4 } from './labels.ts';

const anywhere = '0.0.0.0/0';

/** Rules that come, by whom they let in. */
export const peers: readonly EventCase[] = [
  {
    name: 'half private, half public: 10.0.0.0/7',
    scenario: '3',
    act: ({ group }) => group.opens('tcp', 22, '10.0.0.0/7'),
    decides: '10.0.0.0/8 is private; 11.0.0.0/8, the other half, is not.',
    source: 'RFC 1918',
    expected: { ruling: 'breach', breach: ['ssh-open'] },
  },
  {
    name: '10.0.0.0/7 where the public half was open already',
    scenario: '3, 5',
    before: ({ group }) => group.opens('tcp', 22, '11.0.0.0/8'),
    act: ({ group }) => group.opens('tcp', 22, '10.0.0.0/7'),
    decides: 'What the rule adds is 10.0.0.0/8, which is private.',
    source: 'RFC 1918',
    expected: { ruling: 'clear' },
  },
  {
    name: 'a rule that a wider one covers',
    scenario: '5',
    before: ({ group }) => group.opens('tcp', [20, 30], anywhere),
    act: ({ group }) => group.opens('tcp', 22, '11.1.1.1/32'),
    decides: 'Rules only permit: what one of them permits already, another cannot add.',
    source: 'VPC security group rules',
    expected: { ruling: 'clear' },
  },
  {
    name: 'the rest of what a narrower rule left closed',
    scenario: '5',
    before: ({ group }) => group.opens('tcp', 22, '11.1.1.1/32'),
    act: ({ group }) => group.opens('tcp', 22, anywhere),
    decides: 'All addresses but one are new, and with that one they are all.',
    source: 'VPC security group rules',
    expected: { ruling: 'breach', breach: wholeIpv4 },
  },
  {
    name: 'a group of an account that is not ours',
    scenario: '7',
    act: (scene) =>
      authorizes(
        scene,
        {
          groupId: scene.group.id,
          ipPermissions: {
            items: [
              item([443, 443], { groups: { items: [{ userId: '444455556666', groupId: 'sg-0a1b2c3d4e5f60003' }] } }),
            ],
          },
        },
        [{ ports: [443, 443], group: { id: 'sg-0a1b2c3d4e5f60003', account: '444455556666' } }],
      ),
    decides: 'The owner of a referenced group decides what it is on, and so who comes in.',
    source: 'VPC peering',
    others: 'cds-snc’s function fails on a group as source and leaves the rule [run]',
    expected: { ruling: 'breach', breach: ['foreign-account'] },
  },
  {
    name: 'the group itself',
    scenario: '7',
    act: ({ group }) => group.opens('-1', null, group.id),
    decides: 'A group as source stands for the private addresses of the interfaces that the group is on.',
    source: 'VPC security group rules',
    expected: { ruling: 'clear' },
  },
  {
    name: 'a partner of the fourth of five sets',
    scenario: '8',
    group: { name: 'api' },
    act: ({ group }) => group.opens('tcp', 8443, '203.0.113.192/26'),
    decides: 'The check takes five sets off: an address in any of them is allowed.',
    source: 'our policy',
    others: 'c7n users ask for many allowed sets (#7830)',
    expected: { ruling: 'clear' },
  },
  {
    name: 'a range beyond the five sets',
    scenario: '8',
    group: { name: 'api' },
    act: ({ group }) => group.opens('tcp', 8443, '203.0.113.0/24'),
    decides: 'Half of 203.0.113.0/24 is in the fourth set, the other half in none.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: ['partners-only'] },
  },
  {
    name: 'the edge’s range on 443, then on 22',
    scenario: '8',
    group: { tags: { behind: 'edge' } },
    before: ({ group }) => group.opens('tcp', 443, '104.16.0.0/13'),
    act: ({ group }) => group.opens('tcp', 22, '104.16.0.0/13'),
    decides: 'The ranges are globally reachable, and who hires a machine there is anybody.',
    source: 'IANA IPv4',
    others: 'Prowler calls the range wide open on any port (#6780)',
    expected: { ruling: 'breach', breach: ['ssh-open'] },
  },
  {
    name: 'the edge’s range on 443',
    scenario: '8',
    group: { tags: { behind: 'edge' } },
    act: ({ group }) => group.opens('tcp', 443, '172.64.0.0/13'),
    decides: 'The check takes the edge’s ranges off.',
    source: 'our policy',
    others: 'To Prowler such ranges are "wide open" (#6780)',
    expected: { ruling: 'clear' },
  },
  {
    name: 'the default group gets a rule',
    scenario: 'CIS 5.4',
    group: { name: 'default' },
    act: ({ group }) => group.opens('tcp', 443, '10.0.0.0/8'),
    decides: 'The default group of every VPC restricts all traffic: it has no rules.',
    source: 'CIS 5.4',
    expected: { ruling: 'breach', breach: ['default-group'] },
  },
  {
    name: 'a source from the list of bad ones',
    scenario: 'R22',
    group: { tags: { sources: 'watched' } },
    act: ({ group }) => group.opens('tcp', 443, '198.51.100.70/32'),
    decides: '198.51.100.64/28 is in the list and holds the address.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: ['threat-source'] },
  },
];
