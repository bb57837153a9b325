import { costOf, type Price, prices } from './price-table.ts';

/** How large an account is in one region, on the average. */
export interface SiteSize {
  readonly groups: number;
  readonly interfaces: number;
  /** Prefix lists, those of AWS too, with up to 100 entries each. */
  readonly lists: number;
}

/** What is assumed of accounts that nobody has counted. */
export const usualSize: SiteSize = { groups: 200, interfaces: 500, lists: 10 };

/** What we do the whole year. Spans are milliseconds. */
export interface ReadingPlan {
  /** Accounts times regions. */
  readonly sites: number;
  readonly size: SiteSize;
  /** How often everything is read, and how often those sites in which something changes. */
  readonly full: number;
  readonly active: number;
  /** How many sites are active around the clock: never more than all. */
  readonly busy: number;
  readonly queues: number;
  /** Event histories that are followed. */
  readonly histories: number;
  /** How often a metric tells CloudWatch that we live; `null`: never. */
  readonly heartbeat: number | null;
}

/** Calls of one kind in a year, and what they cost. */
export interface YearlyCalls {
  readonly call: string;
  readonly calls: number;
  /** US dollars. */
  readonly usd: number;
  readonly price: Price;
}

const year = 365 * 86_400_000;

/** Pages and parts that reads come in: our own page sizes (`gatherGroups`, `gatherLists`, `gatherInterfaces`). */
const pages = { groups: 1000, rules: 200, lists: 100, interfaces: 1000 };

/** A receive waits 20 seconds when a queue is empty, and one is always under way (`usualSqsSettings`). */
const longPoll = 20_000;

/** A history is looked at once a minute (`usualLookupSettings`). */
const lookEvery = 60_000;

/** The calls of one full read of an account in a region. */
export function callsOfSweep({ groups, interfaces, lists }: SiteSize): Readonly<Record<string, number>> {
  return {
    'ec2:DescribeSecurityGroups': atLeastOne(groups, pages.groups),
    'ec2:DescribeSecurityGroupRules': Math.ceil(groups / pages.rules),
    'ec2:DescribeManagedPrefixLists': atLeastOne(lists, pages.lists),
    'ec2:GetManagedPrefixListEntries': lists,
    'ec2:DescribeNetworkInterfaces': atLeastOne(interfaces, pages.interfaces),
    'ec2:DescribeInternetGateways': 1,
    'ec2:DescribeVpcBlockPublicAccessOptions': 1,
  };
}

/** What our own reads come to in a year: an upper bound of the quiet part, what records make us read comes on top. */
export function yearlyReads(plan: ReadingPlan): readonly YearlyCalls[] {
  const { sites, size, full, active, queues, histories, heartbeat } = plan;
  const busy = Math.min(plan.busy, sites);
  const sweeps = busy * (year / Math.min(active, full)) + (sites - busy) * (year / full);
  const rows: (readonly [string, number, Price])[] = Object.entries(callsOfSweep(size)).map(
    ([call, calls]) => [call, calls * sweeps, prices.ec2Call] as const,
  );
  rows.push(['sqs:ReceiveMessage', (queues * year) / longPoll, prices.queue]);
  rows.push(['cloudtrail:LookupEvents', (histories * year) / lookEvery, prices.lookupCall]);
  if (heartbeat !== null) rows.push(['cloudwatch:PutMetricData', year / heartbeat, prices.metricCall]);
  return rows
    .filter(([, calls]) => calls > 0)
    .map(([call, calls, price]) => ({ call, calls: Math.round(calls), usd: costOf(price, Math.round(calls)), price }));
}

function atLeastOne(things: number, page: number): number {
  return Math.max(1, Math.ceil(things / page));
}
