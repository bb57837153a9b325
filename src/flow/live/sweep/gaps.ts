import type { Store } from '../../../contracts/store.ts';
import { writeInstant } from '../../../core/leaf/instant.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { pagesUnder } from '../pages-under.ts';
import { readRow, rowName } from '../tables.ts';

/** Says of a decision that no record led to that records are missing just now, where they are: one may still come. */
export async function withGaps(store: Store, decision: Decision): Promise<Decision> {
  const { verdict } = decision;
  if (verdict === undefined) return decision;
  const rows = await pagesUnder(store, rowName('gap', ''));
  const unknowns = rows.flatMap((row) => {
    const gap = readRow('gap', row);
    if (gap === null) return [];
    const why = `nothing was read from \`${row.key}\` since ${writeInstant(gap.from)}`;
    return [{ what: 'the record behind it', why, could: 'either' } as const];
  });
  return unknowns.length === 0
    ? decision
    : { ...decision, verdict: { ...verdict, unknowns: [...verdict.unknowns, ...unknowns] } };
}
