import type { LedgerReport } from '../ledger-bench.ts';
import { figure, layColumns } from './columns.ts';

/** The tables of the ledger part, as text. */
export function printLedger({ entries, groups, filled, records, watched, plainInserts, load }: LedgerReport): string {
  const many = (count: number) => Math.round(count).toLocaleString('en');
  const beside = (millis: number | null, ours: number) => [
    figure(millis),
    millis === null ? '' : figure(millis / ours),
  ];
  const { timeline, kpi } = filled;
  const asked = [
    ['all of one group, by key', ...beside(timeline, timeline)],
    ['the same, by SQL over all rows', ...beside(filled.timelineBySql, timeline)],
    [`the same, grep over the export of ${many(filled.exportMb)} MB`, ...beside(filled.timelineByGrep, timeline)],
    ['KPIs, from tallies', ...beside(kpi, kpi)],
    ['the same sums, by SQL over the entries', ...beside(filled.kpiBySql, kpi)],
  ];
  const rates = [
    [
      'entries appended, many a commit',
      many(entries / filled.seconds),
      figure(filled.rssAtTenth),
      figure(filled.rssAtEnd),
    ],
    ['records through the live loop', many(watched.perSecond), figure(watched.rssAtTenth), figure(watched.rssAtEnd)],
    ['of it in use, after a collection', '', figure(watched.heapAtTenth), figure(watched.heapAtEnd)],
    ['plain insert, one a commit', many(plainInserts), '', ''],
  ];
  return [
    `Ledger (SQLite, ${many(entries)} entries of ${many(groups)} groups; ${many(records)} records, 30 checks; load ${load.map(figure).join(' before, ')} at the end)`,
    layColumns(['question', 'ms', 'x ours'], asked),
    layColumns(['work', 'a second', 'MB at a tenth', 'MB at the end'], rates),
  ].join('\n\n');
}
