import type { Row, Store } from '../../../contracts/store.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { pagesUnder } from '../pages-under.ts';
import { readRow, rowName, type UnexplainedRow } from '../tables.ts';

/** A difference as the store holds it, with the version of its row. */
export interface OpenDifference {
  readonly row: UnexplainedRow;
  readonly version: Row['version'];
}

/** What sweeps saw at a site and no record explains, of one group or (`null`) of all. */
export async function openDifferences(
  store: Store,
  { account, region }: Site,
  group: string | null,
): Promise<readonly OpenDifference[]> {
  const rows = await pagesUnder(store, rowName('unexplained', account, region, ''));
  return rows.flatMap((row) => {
    const seen = readRow('unexplained', row);
    const isMeant = seen !== null && seen.claimedBy === null && (group === null || seen.group === group);
    return isMeant ? [{ row: seen, version: row.version }] : [];
  });
}
