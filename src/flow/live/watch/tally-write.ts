import type { RowWrite, Store } from '../../../contracts/store.ts';
import { type Instant, writeInstant } from '../../../core/leaf/instant.ts';
import { type Happening, noTally, rollup } from '../../../core/ledger/rollup.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { readRow, rowName } from '../tables.ts';

/**
 * The row that counts what happens in a commit to this shard, on the day of `at`; nothing where nothing happens. Every
 * shard has its own rows, so that commits which wait for each other anyway are the only ones that write the same one; `records`: what belongs to no commit.
 */
export async function tallyWrite(
  store: Pick<Store, 'row'>,
  site: Site,
  shard: number | 'records',
  at: Instant,
  happenings: readonly Happening[],
): Promise<readonly RowWrite[]> {
  if (happenings.length === 0) return [];
  const name = tallyName(site, shard, at);
  const row = await store.row(name);
  const value = JSON.stringify(happenings.reduce(rollup, readRow('tally', row) ?? noTally));
  return [{ ...name, value, expect: row.version }];
}

/** The name of that row. */
export function tallyName({ account, region }: Site, shard: number | 'records', at: Instant) {
  return rowName('tally', writeInstant(at).slice(0, 10), account, region, String(shard));
}
