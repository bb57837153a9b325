import type { Goal } from '../goals.ts';
import type { LedgerReport } from '../ledger-bench.ts';

/** The goals on a large ledger, S1: one group at once, and sums without reading what they are sums of. */
export function ledgerGoals({ filled, entries }: LedgerReport): readonly Goal[] {
  const small = entries < 1_000_000 ? { note: 'meant at a million entries' } : {};
  const bar = (value: number) => ({ kind: 'at most', value }) as const;
  return [
    { id: 'S1', text: 'all of one group, milliseconds', bar: bar(2), measured: filled.timeline, ...small },
    {
      id: 'S2',
      text: 'KPIs / the same sums by SQL',
      bar: bar(1 / 50),
      measured: filled.kpi / filled.kpiBySql,
      ...small,
    },
  ];
}
