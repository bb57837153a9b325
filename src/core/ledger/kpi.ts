import { type Elapsed, joinTallies, noTally, type Tally } from './rollup.ts';

/** What leaders read of a span of days. Means and maxima are milliseconds, `null` where there was nothing to measure. */
export interface Kpi {
  readonly records: number;
  readonly changes: number;
  readonly attempts: number;
  readonly breaches: Tally['breaches'];
  readonly actions: Tally['actions'];
  /** Part of the actions that ended as they were meant to, 0 to 1; `null` where none ended. */
  readonly verified: number | null;
  /** Part of the decisions that a later record changed. */
  readonly revised: number | null;
  readonly detect: Measure;
  readonly remediate: Measure;
  /** Hours that openings stood, summed over the violations that are closed. */
  readonly exposureHours: number;
  readonly longestExposure: number | null;
}

/** How long something took, over so many of it. */
export interface Measure {
  readonly count: number;
  readonly mean: number | null;
  readonly most: number | null;
}

const hour = 3_600_000;

/** The KPIs of any days and places: each decision counts once, by its last revision. */
export function kpiOf(tallies: Iterable<Tally>): Kpi {
  const sum = [...tallies].reduce(joinTallies, noTally);
  const ended = Object.values(sum.actions).reduce((all, count) => all + count, 0);
  const decisions = sum.changes + sum.attempts;
  return {
    records: sum.records,
    changes: sum.changes,
    attempts: sum.attempts,
    breaches: sum.breaches,
    actions: sum.actions,
    verified: ended === 0 ? null : (sum.actions.verified ?? 0) / ended,
    revised: decisions === 0 ? null : sum.revised / decisions,
    detect: measureOf(sum.detect),
    remediate: measureOf(sum.remediate),
    exposureHours: sum.exposed.total / hour,
    longestExposure: sum.exposed.count === 0 ? null : sum.exposed.most,
  };
}

function measureOf({ count, total, most }: Elapsed): Measure {
  return count === 0 ? { count, mean: null, most: null } : { count, mean: total / count, most };
}
