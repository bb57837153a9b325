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
  return (await readTogether(store, (reading) => differencesIn(reading, site, group))).found;
}

/** The same, of what is read together with other things. */
export function differencesIn(reading: Reading, site: Site, group: string): readonly OpenDifference[] {
  return noticedIn(reading, site, group).filter(({ row }) => row.claimedBy === null);
}

/** All that looks saw of a group, with what records explain by now. */
export function noticedIn(reading: Reading, { account, region }: Site, group: string): readonly OpenDifference[] {
  return reading.under(rowName('unexplained', account, region, group, '')).flatMap((found) => {
    const row = readRow('unexplained', found);
    return row === null ? [] : [{ row, version: found.version }];
  });
}
