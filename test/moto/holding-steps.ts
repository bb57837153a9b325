import { tcp } from '../contracts/ec2-bench.ts';
import { closesById, opens, rulesOf, type Step, step, tag } from './step.ts';

const office = '192.0.2.0/24';
const partner = '198.51.100.0/24';
const nowhere = 'sg-00000000000000000';

/** Tags. */
export const tags: readonly Step[] = [
  step('of a group', 'CreateTags', (id) => ({
    Resources: [id('web')],
    Tags: [tag('owner', 'web'), tag('stage', 'x')],
  })),
  step('of a rule', 'CreateTags', (id) => ({ Resources: [id('ssh')], Tags: [tag('ticket', 'T-2')] })),
  step('of nothing that is there', 'CreateTags', () => ({ Resources: [nowhere], Tags: [tag('a', 'b')] })),
  step('that go', 'DeleteTags', (id) => ({ Resources: [id('web')], Tags: [{ Key: 'stage' }] })),
  step('of another value stay', 'DeleteTags', (id) => ({ Resources: [id('web')], Tags: [tag('owner', 'app')] })),
  step('find a group', 'DescribeSecurityGroups', () => ({ Filters: [{ Name: 'tag:owner', Values: ['web'] }] })),
  step('are told with a rule', 'DescribeSecurityGroupRules', (id) => ({ SecurityGroupRuleIds: [id('ssh')] })),
  step('odd: of AWS’ own', 'CreateTags', (id) => ({ Resources: [id('odd')], Tags: [tag('aws:mine', 'b')] })),
  step('odd: for once', 'CreateTags', (id) => ({ Resources: [id('used')], Tags: [tag('owner', 'x')] })),
  step('odd: all go', 'DeleteTags', (id) => ({ Resources: [id('used')] })),
  step('odd: are gone', 'DescribeSecurityGroups', (id) => ({ GroupIds: [id('used')] })),
];

const newList = (name: string): Step =>
  step(
    `the list ${name}`,
    'CreateManagedPrefixList',
    () => ({
      PrefixListName: name,
      MaxEntries: 5,
      AddressFamily: 'IPv4',
      Entries: [{ Cidr: partner, Description: 'p' }],
    }),
    { [name]: 'PrefixList.PrefixListId' },
  );

/** Prefix lists. */
export const lists: readonly Step[] = [
  newList('list'),
  step('as it is born', 'DescribeManagedPrefixLists', (id) => ({ PrefixListIds: [id('list')] })),
  step('its entries', 'GetManagedPrefixListEntries', (id) => ({ PrefixListId: id('list') })),
  step('an entry that comes', 'ModifyManagedPrefixList', (id) => ({
    ...{ PrefixListId: id('list'), CurrentVersion: 1, AddEntries: [{ Cidr: office, Description: 'o' }] },
  })),
  step('after that', 'DescribeManagedPrefixLists', (id) => ({ PrefixListIds: [id('list')] })),
  step('its entries then', 'GetManagedPrefixListEntries', (id) => ({ PrefixListId: id('list') })),
  step('its entries before', 'GetManagedPrefixListEntries', (id) => ({ PrefixListId: id('list'), TargetVersion: 1 })),
  opens('that a rule names', 'app', (id) => [{ ...tcp(443), PrefixListIds: [{ PrefixListId: id('list') }] }], 'listed'),
  rulesOf('in a rule', 'app'),
  closesById('that no rule names any more', 'app', 'listed'),
  step('an earlier version comes back', 'RestoreManagedPrefixListVersion', (id) => ({
    ...{ PrefixListId: id('list'), PreviousVersion: 1, CurrentVersion: 2 },
  })),
  step('its entries as they were', 'GetManagedPrefixListEntries', (id) => ({ PrefixListId: id('list') })),
  step('goes', 'DeleteManagedPrefixList', (id) => ({ PrefixListId: id('list') })),
  step('that is gone', 'DescribeManagedPrefixLists', (id) => ({ PrefixListIds: [id('list')] })),
  newList('odd-list'),
  step('odd: an entry at another version', 'ModifyManagedPrefixList', (id) => ({
    ...{ PrefixListId: id('odd-list'), CurrentVersion: 7, AddEntries: [{ Cidr: '203.0.113.0/24' }] },
  })),
  step('odd: an entry that is not there goes', 'ModifyManagedPrefixList', (id) => ({
    ...{ PrefixListId: id('odd-list'), CurrentVersion: 1, RemoveEntries: [{ Cidr: '203.0.114.0/24' }] },
  })),
  step('odd: an entry of the other family', 'ModifyManagedPrefixList', (id) => ({
    ...{ PrefixListId: id('odd-list'), CurrentVersion: 1, AddEntries: [{ Cidr: '2001:db8::/32' }] },
  })),
  step('odd: more entries than there is room for', 'ModifyManagedPrefixList', (id) => ({
    ...{ PrefixListId: id('odd-list'), CurrentVersion: 1 },
    AddEntries: Array.from({ length: 5 }, (_, n) => ({ Cidr: `10.0.${n}.0/24` })),
  })),
  step('odd: dry, an entry', 'ModifyManagedPrefixList', (id) => ({
    ...{ PrefixListId: id('odd-list'), CurrentVersion: 1, AddEntries: [{ Cidr: '10.9.0.0/16' }], DryRun: true },
  })),
  opens('odd: that a rule names', 'odd', (id) => [{ ...tcp(443), PrefixListIds: [{ PrefixListId: id('odd-list') }] }]),
  step('odd: goes while a rule names it', 'DeleteManagedPrefixList', (id) => ({ PrefixListId: id('odd-list') })),
];

const newCard = (name: string, group: string): Step =>
  step(
    `the interface ${name}`,
    'CreateNetworkInterface',
    (id) => ({ SubnetId: id('plain-subnet'), Groups: [id(group)], Description: name }),
    { [name]: 'NetworkInterface.NetworkInterfaceId' },
  );

/** Interfaces, and groups that go. */
export const cards: readonly Step[] = [
  newCard('card', 'web'),
  step('in no subnet', 'CreateNetworkInterface', () => ({ SubnetId: 'subnet-00000000000000000' })),
  step('as it is', 'DescribeNetworkInterfaces', (id) => ({ NetworkInterfaceIds: [id('card')] })),
  step('of a group', 'DescribeNetworkInterfaces', (id) => ({ Filters: [{ Name: 'group-id', Values: [id('web')] }] })),
  step('other groups', 'ModifyNetworkInterfaceAttribute', (id) => ({
    NetworkInterfaceId: id('card'),
    Groups: [id('web'), id('app')],
  })),
  step('dry, other groups', 'ModifyNetworkInterfaceAttribute', (id) => ({
    ...{ NetworkInterfaceId: id('card'), Groups: [id('app')], DryRun: true },
  })),
  step('after that', 'DescribeNetworkInterfaces', (id) => ({ NetworkInterfaceIds: [id('card')] })),
  step('goes', 'DeleteNetworkInterface', (id) => ({ NetworkInterfaceId: id('card') })),
  step('that is gone', 'DescribeNetworkInterfaces', (id) => ({ NetworkInterfaceIds: [id('card')] })),
  newCard('odd-card', 'used'),
  step('odd: a group that is not there', 'ModifyNetworkInterfaceAttribute', (id) => ({
    NetworkInterfaceId: id('odd-card'),
    Groups: [nowhere],
  })),
  step('odd: a group of another VPC', 'ModifyNetworkInterfaceAttribute', (id) => ({
    NetworkInterfaceId: id('odd-card'),
    Groups: [id('std-odd')],
  })),
  step('a group that a rule names goes', 'DeleteSecurityGroup', (id) => ({ GroupId: id('app') })),
  step('odd: a group that an interface wears goes', 'DeleteSecurityGroup', (id) => ({ GroupId: id('used') })),
  step('a default group goes', 'DeleteSecurityGroup', (id) => ({ GroupId: id('standard-default') })),
  step('a group that nobody needs goes', 'DeleteSecurityGroup', (id) => ({ GroupId: id('std') })),
  step('a group that is gone goes', 'DeleteSecurityGroup', (id) => ({ GroupId: id('std') })),
];
