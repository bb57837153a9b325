import type { RowWrite } from '../../../contracts/store.ts';
import { type Instant, writeInstant } from '../../../core/leaf/instant.ts';
import { joinTallies, noTally } from '../../../core/ledger/rollup.ts';
import { readRow } from '../tables.ts';
import { type Shed, type Shedding, shedBy } from './shed-rows.ts';

const page = 250;

/** The last part of the key of what was put together. */
const all = 'all';

/**
 * Puts the counts of days before then together: a day and place was counted in a row for each shard, so that shards need
 * not wait for each other; nobody counts in it any more. One commit for each day and place.
 */
export async function joinDays({ store, held, keep }: Shedding, before: Instant): Promise<Shed> {
  const day = writeInstant(before).slice(0, 10);
  for (let from = ''; ; ) {
    if (!(await keep())) return 'over';
    const rows = await store.rows('tally', from, page, day);
    const [first] = rows;
    if (first === undefined) return 'done';
    const place = placeOf(first.key);
    const own = rows.filter(({ key }) => placeOf(key) === place);
    const isWhole = own.length < rows.length || rows.length < page;
    const sum = own.flatMap((row) => readRow('tally', row) ?? []).reduce(joinTallies, noTally);
    const joined = own.find(({ key }) => key === `${place}${all}`);
    if (isWhole && (own.length > 1 || joined === undefined)) {
      const gone = own.filter((row) => row !== joined);
      const writes: RowWrite[] = [
        { table: 'tally', key: `${place}${all}`, value: JSON.stringify(sum), expect: joined?.version ?? 0 },
        ...gone.map(({ key, version }) => ({ table: 'tally', key, value: null, expect: version })),
      ];
      const shed = shedBy(await store.append(0, 'any', [], { held: [held], rows: writes }));
      if (shed !== 'done') return shed;
    }
    from = `${own.at(-1)!.key}\u0001`;
  }
}

function placeOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1);
}
