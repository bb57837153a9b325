import type { Backtest } from './backtest.ts';

/** One number under two policies, and which rows came and went. */
export interface FigureChange {
  readonly id: string;
  readonly current: number;
  readonly next: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** All numbers of two backtests of one archive, sorted by id. */
export function compareBacktests(current: Backtest, next: Backtest): readonly FigureChange[] {
  const [before, after] = [current, next].map(({ figures }) => new Map(figures.map((each) => [each.id, each])));
  const ids = [...new Set([...before!.keys(), ...after!.keys()])].sort();
  return ids.map((id) => {
    const [old, now] = [before!.get(id), after!.get(id)];
    const [rows, others] = [new Set(old?.rows), new Set(now?.rows)];
    return {
      id,
      current: old?.count ?? 0,
      next: now?.count ?? 0,
      added: [...others].filter((each) => !rows.has(each)),
      removed: [...rows].filter((each) => !others.has(each)),
    };
  });
}
