import type { Row, Store } from '../../../contracts/store.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { type Reading, readTogether } from '../memory/read-together.ts';
import { readRow, rowName, type UnexplainedRow } from '../tables.ts';

/** A difference as the store holds it, with the version of its row. */
export interface OpenDifference {
  readonly row: UnexplainedRow;
  readonly version: Row['version'];
}

/** What looks saw of a group and no record explains. */
export async function openDifferences(store: Store, site: Site, group: string): Promise<readonly OpenDifference[]> {
  const { found } = await readTogether(store, (reading) => noticedIn(reading, site, group));
  return found.filter(({ row }) => row.claimedBy === null);
}

/** All that looks saw of a group, with what is explained by now, as it is read together with other things. */
export function noticedIn(reading: Reading, { account, region }: Site, group: string): readonly OpenDifference[] {
  return reading.under(rowName('unexplained', account, region, group, '')).flatMap((found) => {
    const row = readRow('unexplained', found);
    return row === null ? [] : [{ row, version: found.version }];
  });
}
