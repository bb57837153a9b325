import { readInstant } from '../../core/leaf/instant.ts';
import { type Grouping, partOf } from '../../core/ledger/measure/grouping.ts';
import type { KpiPart } from '../../core/ledger/measure/kpi-fold.ts';
import type { KpiFigures } from '../../core/ledger/measure/kpi-sums.ts';

/** A day, week or month; `figures: null` = nothing happened. */
export interface TimePart {
  readonly period: string;
  readonly figures: KpiFigures | null;
}

const [day, most] = [86_400_000, 4000];

/** All periods from the first to the last, those in which nothing happened too. */
export function timeParts(parts: readonly KpiPart[], by: Grouping): readonly TimePart[] {
  const known = new Map(parts.map(({ of, figures }) => [of[by] ?? '', figures]));
  const [first, last] = [parts[0], parts.at(-1)].map((each) =>
    readInstant(`${each?.of[by]}${by === 'month' ? '-01' : ''}`),
  );
  if (first == null || last == null) return [];
  const nowhere = { account: null, team: null, environment: null, region: null, actor: null };
  const names = new Set<string>();
  for (let at = first; at <= last && names.size < most; at += day)
    names.add(String(partOf({ ...nowhere, at }, [by])[by]));
  return [...names].map((period) => ({ period, figures: known.get(period) ?? null }));
}
