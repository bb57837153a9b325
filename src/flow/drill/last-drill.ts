import type { Store } from '../../contracts/store.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import { pagesUnder } from '../live/pages-under.ts';
import { readRow, rowName } from '../live/tables.ts';
import type { DrillRow } from './drill-row.ts';

/** How much later than wanted a drill may be before people are told, as a part of how often it is made. */
const slack = 0.5;

/** How the last drill went, on the canaries of a place or (`null`) on any; `null` where none was made. */
export async function lastDrill(
  { store }: { readonly store: Store },
  site: Site | null,
): Promise<Omit<DrillRow, 'running'> | null> {
  const under = site === null ? rowName('drill', '') : rowName('drill', site.account, site.region, '');
  const rows = (await pagesUnder(store, under)).flatMap((row) => readRow('drill', row) ?? []);
  if (rows.length === 0) return null;
  const newest = rows.reduce((one, other) => ((one.last?.at ?? 0) >= (other.last?.at ?? 0) ? one : other));
  const passed = rows.flatMap(({ passedAt }) => passedAt ?? []);
  const { every, last } = newest;
  return {
    last,
    passedAt: passed.length === 0 ? null : Math.max(...passed),
    ...(every === undefined ? {} : { every }),
  };
}

/** Whether a drill should have passed by now: it did once, and not since. */
export function isOverdue(passedAt: Instant | null, every: number, now: Instant): boolean {
  return passedAt !== null && now - passedAt > every * (1 + slack);
}
