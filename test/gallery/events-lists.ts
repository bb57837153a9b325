import { type GroupAtWork, rule } from '../builders/world.ts';
import type { EventCase } from './case.ts';
import { wholeIpv4 } from './labels.ts';

const anywhere = '0.0.0.0/0';
const day = 86_400;
/** Takes the open egress off that a new group has. */
function lock(group: GroupAtWork): void {
  group.does('revoke', rule('-1', null, anywhere, 'egress'), rule('-1', null, '::/0', 'egress'));
}

/** Prefix lists. */
export const listEdits: readonly EventCase[] = [
  {
    name: 'a list that a rule names is widened to 0.0.0.0/0',
    scenario: '6',
    before: ({ world, group }) => {
      const list = world.list('office', '203.0.113.0/24');
      group.opens('tcp', 22, list);
      world.wait(day).as('bob');
      return [list];
    },
    act: ({ world }, [list]) => world.do({ do: 'edit-list', list: list!, add: [anywhere], remove: [] }),
    decides: 'When entries are added, all rules that name the list permit them.',
    source: 'EC2 ModifyManagedPrefixList',
    others: 'No shipped rule of any peer listens for the call [run]',
    expected: { ruling: 'breach', breach: [...wholeIpv4, 'list-widened'] },
  },
  {
    name: 'a list with a description on the rule is widened by a half that completes the Internet',
    scenario: '6, 1',
    before: ({ world, group }) => {
      const list = world.list('office', '128.0.0.0/1');
      group.does('authorize', { ...rule('tcp', 22, list), description: 'office only' });
      return [list];
    },
    act: ({ world }, [list]) => world.do({ do: 'edit-list', list: list!, add: ['0.0.0.0/1'], remove: [] }),
    decides: 'When entries are added, all rules that name the list permit them.',
    source: 'EC2 ModifyManagedPrefixList',
    others: 'A description on the rule breaks c7n’s match of lists (#8054)',
    expected: { ruling: 'breach', breach: [...wholeIpv4, 'list-widened'] },
  },
  {
    name: 'a list that an egress rule names is widened by a public network',
    scenario: '6',
    group: { dualStack: true },
    before: ({ world, group }) => {
      lock(group);
      const list = world.list('mirrors', '203.0.113.0/24');
      group.opens('tcp', 443, list, 'egress');
      return [list];
    },
    act: ({ world }, [list]) => world.do({ do: 'edit-list', list: list!, add: ['11.1.1.0/24'], remove: [] }),
    decides: 'When entries are added, all rules that name the list permit them, inbound and outbound.',
    source: 'EC2 ModifyManagedPrefixList',
    expected: { ruling: 'breach', breach: ['list-widened'] },
  },
  {
    name: 'a list is widened by a private network',
    scenario: '6',
    before: ({ world, group }) => {
      const list = world.list('office', '203.0.113.0/24');
      group.opens('tcp', 22, list);
      return [list];
    },
    act: ({ world }, [list]) => world.do({ do: 'edit-list', list: list!, add: ['10.0.0.0/8'], remove: [] }),
    decides: '10.0.0.0/8 is private.',
    source: 'RFC 1918',
    expected: { ruling: 'clear' },
  },
  {
    name: 'a list gets an entry that another rule permits already',
    scenario: '6, 5',
    before: ({ world, group }) => {
      const list = world.list('office', '203.0.113.0/24');
      group.does('authorize', rule('tcp', 443, list), rule('tcp', 443, anywhere));
      return [list];
    },
    act: ({ world }, [list]) => world.do({ do: 'edit-list', list: list!, add: ['11.0.0.0/8'], remove: [] }),
    decides: 'Rules only permit: what one of them permits already, another cannot add.',
    source: 'VPC prefix lists',
    expected: { ruling: 'clear' },
  },
  {
    name: 'a list that no rule names is widened',
    scenario: '6',
    before: ({ world }) => [world.list('office', '203.0.113.0/24')],
    act: ({ world }, [list]) => world.do({ do: 'edit-list', list: list!, add: [anywhere], remove: [] }),
    decides: 'A list by itself permits nothing.',
    source: 'VPC prefix lists',
    expected: { ruling: 'clear' },
  },
  {
    name: 'an entry leaves a list that a protected group names',
    scenario: '6, R20',
    group: { tags: { protected: 'yes' } },
    before: ({ world, group }) => {
      const list = world.list('office', '203.0.113.0/24', '10.0.0.0/8');
      group.opens('tcp', 443, list);
      return [list];
    },
    act: ({ world }, [list]) => world.do({ do: 'edit-list', list: list!, add: [], remove: ['10.0.0.0/8'] }),
    decides: 'When entries are removed, the rules that name the list permit them no longer.',
    source: 'EC2 ModifyManagedPrefixList',
    expected: { ruling: 'breach', breach: ['protected-lost'] },
  },
  {
    name: 'a rule names a list that nobody knows',
    scenario: '6',
    act: ({ group }) => group.opens('tcp', 3389, 'pl-0fedcba9876543210'),
    decides: 'A rule that names a prefix list permits its entries; without them it may be anything.',
    source: 'VPC prefix lists',
    others: 'cds-snc’s function fails on a prefix list and leaves the rule [run]',
    expected: { ruling: 'breach', breach: ['unknown-list'], maybe: ['rdp-open'] },
  },
];
