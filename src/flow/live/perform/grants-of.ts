import type { Store } from '../../../contracts/store.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { pagesUnder } from '../pages-under.ts';
import { type Grant, readRow, rowName } from '../tables.ts';

/** The grants of a group, those that are over too. */
export async function grantsOf(store: Store, { account, region }: Site, group: string): Promise<readonly Grant[]> {
  const rows = await pagesUnder(store, rowName('grant', account, region, group, ''));
  return rows.flatMap((row) => readRow('grant', row) ?? []);
}
