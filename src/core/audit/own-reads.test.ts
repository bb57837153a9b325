import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePipelines } from './compare-pipelines.ts';
import { callsOfSweep, type ReadingPlan, usualSize, yearlyReads } from './own-reads.ts';

const hour = 3_600_000;
const plan: ReadingPlan = {
  ...{ sites: 1, size: usualSize, full: 12 * hour, active: hour, busy: 0, queues: 0, histories: 0, heartbeat: null },
};
const of = (odd: Partial<ReadingPlan>) => yearlyReads({ ...plan, ...odd });

describe('what our own reads come to', () => {
  it('one account and region that is read twice a day: 730 sweeps a year, each as many calls as it has pages', () => {
    expect(of({}).map(({ call, calls, usd }) => [call, calls, usd])).toEqual([
      ['ec2:DescribeSecurityGroups', 730, 0],
      ['ec2:DescribeSecurityGroupRules', 730, 0],
      ['ec2:DescribeManagedPrefixLists', 730, 0],
      ['ec2:GetManagedPrefixListEntries', 7300, 0],
      ['ec2:DescribeNetworkInterfaces', 730, 0],
      ['ec2:DescribeInternetGateways', 730, 0],
      ['ec2:DescribeVpcBlockPublicAccessOptions', 730, 0],
    ]);
    expect(callsOfSweep({ groups: 2500, interfaces: 3000, lists: 0 })).toMatchObject({
      'ec2:DescribeSecurityGroups': 3,
      'ec2:DescribeSecurityGroupRules': 13,
      'ec2:DescribeNetworkInterfaces': 3,
    });
  });

  it('a queue is asked every 20 seconds and costs cents, an Event history every minute and nothing', () => {
    const rows = of({ queues: 1, histories: 2, heartbeat: 60_000 }).slice(-3);
    expect(rows.map(({ call, calls, usd }) => [call, calls, usd.toFixed(2)])).toEqual([
      ['sqs:ReceiveMessage', 1_576_800, '0.63'],
      ['cloudtrail:LookupEvents', 1_051_200, '0.00'],
      ['cloudwatch:PutMetricData', 525_600, '5.26'],
    ]);
  });

  it('more accounts, or more that change, are never less calls', () => {
    const total = (odd: Partial<ReadingPlan>) => of(odd).reduce((sum, { calls }) => sum + calls, 0);
    const small = fc.integer({ min: 0, max: 500 });
    fc.assert(
      fc.property(small, small, small, (sites, busy, more) => {
        expect(total({ sites: sites + more, busy })).toBeGreaterThanOrEqual(total({ sites, busy }));
        expect(total({ sites, busy: busy + more })).toBeGreaterThanOrEqual(total({ sites, busy }));
      }),
    );
  });
});

describe('R114: the ways to hear of changes', () => {
  it('the benchmark’s way is paid by what is logged, ours by what changes', () => {
    const [classic, queue, bus, history] = comparePipelines({ sites: 1, records: 1_000_000, changes: 1000, mails: 0 });
    expect(classic!.usd).toBeCloseTo(0.6615 + 0.3 + 0.1, 4);
    expect(queue!.usd).toBeCloseTo(0.4 * 0.1326, 4);
    expect(bus!.usd).toBeCloseTo(queue!.usd + 0.001, 6);
    expect(history!.usd).toBe(0);
    for (const each of [classic, queue, bus, history])
      expect(each!.parts.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(each!.usd, 9);
  });
});
