import { rule } from '../builders/world.ts';
import { interfaceGets, interfaceWith } from './calls.ts';
import type { EventCase } from './case.ts';
import { wholeIpv4, wholeIpv6 } from './labels.ts';

const hour = 3600;
const aggregate = 'A prefix of n bits is the union of its two prefixes of n+1 bits.';
const together = 'The rules of all groups on an interface are aggregated into one set that decides what comes in.';

/** Ranges that come piece by piece. */
export const splits: readonly EventCase[] = [
  {
    name: 'the first half of IPv4',
    scenario: '1',
    act: ({ group }) => group.opens('tcp', 22, '128.0.0.0/1'),
    decides: 'Multicast and 240.0.0.0/4 are not the Internet, so the upper half holds less than half of it.',
    source: 'IANA IPv4',
    expected: { ruling: 'breach', breach: ['ssh-open'] },
  },
  {
    name: 'the second half, an hour later, by somebody else',
    scenario: '1, BM-2',
    before: ({ world, group }) => {
      group.opens('tcp', 22, '128.0.0.0/1');
      world.wait(hour).as('bob');
    },
    act: ({ group }) => group.opens('tcp', 22, '0.0.0.0/1'),
    decides: aggregate,
    source: 'RFC 4632',
    others: 'Every peer compares strings or one prefix at a time; split halves pass ten of them [run]',
    expected: { ruling: 'breach', breach: wholeIpv4, severity: 'critical' },
  },
  {
    name: 'both halves in one call',
    scenario: '1, BM-2',
    act: ({ group }) => group.does('authorize', rule('tcp', 22, '0.0.0.0/1'), rule('tcp', 22, '128.0.0.0/1')),
    decides: aggregate,
    source: 'RFC 4632',
    others: 'The self-healing Lambda ignores it [run]',
    expected: { ruling: 'breach', breach: wholeIpv4 },
  },
  {
    name: 'the second half in another group of the same interface',
    scenario: '1',
    before: ({ world, group }) => {
      group.opens('tcp', 22, '128.0.0.0/1');
      interfaceWith(world, group, world.group('extra'));
    },
    act: ({ world }) =>
      world.do({
        do: 'authorize',
        group: [...world.look().groups].find(({ name }) => name === 'extra')!.id,
        direction: 'ingress',
        rules: [rule('tcp', 22, '0.0.0.0/1')],
      }),
    decides: together,
    source: 'VPC security groups',
    expected: { ruling: 'breach', breach: wholeIpv4 },
  },
  {
    name: 'a second group with the other half is put on the interface',
    scenario: '1, 16',
    before: ({ world, group }) => {
      group.opens('tcp', 22, '128.0.0.0/1');
      interfaceWith(world, group);
      const extra = world.group('extra');
      extra.opens('tcp', 22, '0.0.0.0/1');
    },
    act: ({ world, group }) => {
      const extra = [...world.look().groups].find(({ name }) => name === 'extra')!;
      interfaceGets(world, group, { id: extra.id } as typeof group);
    },
    decides: `${together} A new group has IPv6 egress too if its VPC has IPv6, which no record tells.`,
    source: 'EC2 ModifyNetworkInterfaceAttribute',
    expected: { ruling: 'breach', breach: wholeIpv4, maybe: ['egress-anywhere'] },
  },
  {
    name: 'the last of four quarters',
    scenario: '2',
    before: ({ group }) => {
      for (const quarter of ['0.0.0.0/2', '64.0.0.0/2', '192.0.0.0/2']) group.opens('tcp', 22, quarter);
    },
    act: ({ group }) => group.opens('tcp', 22, '128.0.0.0/2'),
    decides: aggregate,
    source: 'RFC 4632',
    expected: { ruling: 'breach', breach: wholeIpv4 },
  },
  {
    name: 'the second half of IPv6',
    scenario: '2',
    before: ({ group }) => group.opens('tcp', 22, '8000::/1'),
    act: ({ group }) => group.opens('tcp', 22, '::/1'),
    decides: 'All global unicast addresses of IPv6 that are given out lie in 2000::/3, and so in the lower half.',
    source: 'IANA IPv6 space',
    expected: { ruling: 'breach', breach: wholeIpv6 },
  },
  {
    name: 'the upper half of IPv6 alone',
    scenario: '2',
    act: ({ group }) => group.opens('tcp', 22, '8000::/1'),
    decides: 'All global unicast addresses of IPv6 that are given out lie in 2000::/3, and so in the lower half.',
    source: 'IANA IPv6 space',
    expected: { ruling: 'clear' },
  },
  {
    name: 'the last of sixty ranges that come to more than half of IPv4',
    scenario: '2',
    before: ({ group }) => {
      for (let i = 0; i < 59; i++) group.opens('tcp', 22, `${12 + 2 * i}.0.0.0/7`);
    },
    act: ({ group }) => group.opens('tcp', 22, '130.0.0.0/7'),
    decides: 'The ranges hold 1,992,294,400 of the 3,702,258,689 globally reachable addresses.',
    source: 'IANA IPv4',
    expected: { ruling: 'breach', breach: ['ssh-open', 'ssh-half'] },
  },
  {
    name: 'the tenth of those ranges',
    scenario: '2',
    before: ({ group }) => {
      for (let i = 0; i < 9; i++) group.opens('tcp', 22, `${12 + 2 * i}.0.0.0/7`);
    },
    act: ({ group }) => group.opens('tcp', 22, '30.0.0.0/7'),
    decides: 'Ten ranges of /7 hold 335,544,320 addresses: less than half.',
    source: 'IANA IPv4',
    expected: { ruling: 'breach', breach: ['ssh-open'] },
  },
];
