import type { EventCase } from './case.ts';
import { wholeIpv4 } from './labels.ts';

const anywhere = '0.0.0.0/0';
const day = 86_400;

/** Twice, late, for a while, and again. */
export const moments: readonly EventCase[] = [
  {
    name: 'open to everybody and closed after 20 seconds',
    scenario: '14',
    net: true,
    act: ({ world, group }) => {
      group.opens('tcp', 22, anywhere);
      world.wait(19);
      group.closes('tcp', 22, anywhere);
    },
    decides: 'A rule takes effect as soon as it is made: for 20 seconds everybody could come in.',
    source: 'VPC security group rules',
    others: 'What reads the group after the fact, as c7n does, is blind to open-then-close',
    expected: { ruling: 'breach', over: wholeIpv4 },
  },
  {
    name: 'the same record twice',
    scenario: '14, BM-10',
    arrives: 'twice',
    act: ({ group }) => group.opens('tcp', 22, '11.0.0.0/8'),
    decides: 'Records may be delivered more than once; the event id tells copies.',
    source: 'CloudTrail record contents',
    others: 'At the second delivery cds-snc’s function fails, or mails a success that was none [run]',
    expected: { ruling: 'breach', breach: ['ssh-open'] },
  },
  {
    name: 'the second half arrives before the first',
    scenario: '14, BM-10',
    arrives: 'backwards',
    before: ({ group }) => group.opens('tcp', 22, '128.0.0.0/1'),
    act: ({ group }) => group.opens('tcp', 22, '0.0.0.0/1'),
    decides: 'Log files are no ordered trace of the calls: the time of the call counts.',
    source: 'CloudTrail delivery',
    expected: { ruling: 'breach', breach: wholeIpv4 },
  },
  {
    name: 'what was closed comes back',
    scenario: 'R19',
    before: ({ world, group }) => {
      group.opens('icmp', [8, -1], anywhere);
      world.wait(60);
      group.closes('icmp', [8, -1], anywhere);
      world.wait(5 * day);
    },
    act: ({ group }) => group.opens('icmp', [8, -1], anywhere),
    decides: 'What broke the policy, was closed and returns within 30 days is one step worse than low.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: ['ping-open'], severity: 'medium' },
  },
  {
    name: 'what was closed comes back after two months',
    scenario: 'R19',
    before: ({ world, group }) => {
      group.opens('icmp', [8, -1], anywhere);
      world.wait(60);
      group.closes('icmp', [8, -1], anywhere);
      world.wait(60 * day);
    },
    act: ({ group }) => group.opens('icmp', [8, -1], anywhere),
    decides: 'The adjustment looks back 30 days.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: ['ping-open'], severity: 'low' },
  },
];
