import { sayLength } from '../../core/alert/say-time.ts';
import { pricesAsOf } from '../../core/audit/price-table.ts';
import type { Costs } from '../doctor/costs.ts';
import { counted, grouped } from './counted.ts';
import { as, type Line } from './screen.ts';
import { tableLines, wrap } from './table.ts';

/** What our own reads cost in a year, and other ways beside it, as lines. */
export function costLines({ plan, yearly, usd, traffic, pipelines }: Costs, width: number): readonly Line[] {
  const { sites, size, busy, full, active } = plan;
  const calls = yearly.reduce((sum, each) => sum + each.calls, 0);
  const assumed = `${counted(sites, 'account and region', 'accounts and regions')}, ${size.groups} groups, ${size.interfaces} interfaces and ${size.lists} lists in each; all of it read every ${sayLength(full)}, ${busy} of them every ${sayLength(active)}`;
  const rows = yearly.map((each) => [
    { text: each.call },
    { text: grouped(each.calls) },
    { text: each.usd === 0 ? 'free' : sayUsd(each.usd) },
    { text: each.price.source },
  ]);
  const ways = pipelines.map((each) => [
    { text: sayUsd(each.usd) },
    { text: each.pipeline },
    { text: each.hears },
    { text: each.knows },
  ]);
  return [
    [as('bold', 'Own reads in a year  '), `${grouped(calls)} calls, ${sayUsd(usd)}`],
    ...wrap(`reckoned for ${assumed}`, width - 2).map((line): Line => ['  ', as('dim', line)]),
    ...tableLines(readColumns, rows, width - 2).map((line): Line => ['  ', ...line]),
    [],
    [as('bold', 'Ways to hear of changes, in a month  ')],
    ...wrap(
      `reckoned for ${grouped(traffic.records)} management records, ${grouped(traffic.changes)} changes, ${traffic.mails} mails`,
      width - 2,
    ).map((line): Line => ['  ', as('dim', line)]),
    ...tableLines(wayColumns, ways, width - 2).map((line): Line => ['  ', ...line]),
    ...wrap(
      `list prices of ${pricesAsOf.region} as noted on ${pricesAsOf.date}, free tiers left aside: look them up before you rely on them`,
      width - 2,
    ).map((line): Line => ['  ', as('dim', line)]),
  ];
}

const readColumns = [
  { title: 'CALL', least: 20 },
  { title: 'CALLS', least: 9 },
  { title: 'COST', least: 6 },
  { title: 'PRICE OF', least: 12 },
];

const wayColumns = [
  { title: 'COST', least: 8 },
  { title: 'WAY', least: 24 },
  { title: 'HEARS', least: 12 },
  { title: 'KNOWS', least: 10 },
];

/** An amount to the cent. */
function sayUsd(usd: number): string {
  const [whole = '0', cents = '00'] = usd.toFixed(2).split('.');
  return `$${grouped(whole)}.${cents}`;
}
