import type { LoopReport } from '../loop-bench.ts';
import { figure, layColumns } from './columns.ts';

/** The tables of the loop part, as text. */
export function printLoop({ records, receives, plainInserts, stores, long, load }: LoopReport): string {
  const many = (count: number) => Math.round(count).toLocaleString('en');
  const rate = (name: string, perSecond: number) => [
    ...[name, many(perSecond), figure(perSecond / receives), figure(perSecond / plainInserts)],
  ];
  const rates = [
    rate('received and deleted, nothing else', receives),
    ...stores.map(({ name, decides }) =>
      decides === null
        ? [`decided and stored, ${name}`, 'not here', '-', '-']
        : rate(`decided and stored, ${name}`, decides),
    ),
    rate('plain insert into SQLite, one a commit', plainInserts),
  ];
  const latencies = stores.flatMap(({ name, latency, load: busy }) => {
    if (latency === null) return [];
    const { reverts, perSecond, p50, p99, most, rising } = latency;
    const what = `${name}, ${reverts} reverts at ${perSecond} a second`;
    return [[what, ...[p50, p99, most, rising, busy].map(figure)]];
  });
  const { rssAtTenth, rssAtEnd, heapAtTenth, heapAtEnd } = long;
  const memory = [
    ['of the process', figure(rssAtTenth), figure(rssAtEnd)],
    ['of it in use, after a collection', figure(heapAtTenth), figure(heapAtEnd)],
  ];
  return [
    `Live loop (${many(records)} messages of an SQS stand-in on the loopback, 30 checks, every commit on the disk; load ${load.map(figure).join(' before, ')} at the end)`,
    layColumns(['messages', 'a second', 'x received alone', 'x plain insert'], rates),
    layColumns(
      ['from message to revert call, milliseconds', 'p50', 'p99', 'most', 'last fifth x first', 'load'],
      latencies,
    ),
    layColumns(
      [
        `megabytes, ${many(long.records)} records, one in ${long.oneIn} of the perimeter, SQLite`,
        'at a tenth',
        'at the end',
      ],
      memory,
    ),
  ].join('\n\n');
}
