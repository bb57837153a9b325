import type { Row, Store } from '../../../contracts/store.ts';
import type { DigestFacts } from '../../../core/alert/digest-facts.ts';
import { type Instant, writeInstant } from '../../../core/leaf/instant.ts';
import { coverageOf, usualCritical } from '../../../core/ledger/measure/coverage.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { hearDay } from '../hear-day.ts';
import { pagesUnder } from '../pages-under.ts';
import { StandingGroups } from '../standing-groups.ts';
import { rowName } from '../tables.ts';
import { allRows } from './all-rows.ts';

/** What was heard longer ago than this proves nothing any more: so many milliseconds of days are read. */
const month = 31 * 86_400_000;

/** How many rows of evidence are read at a time: of a large ledger not all of them are held. */
const page = 250;

/**
 * How many critical groups are watched, as `kpi` tells it, by what the ledger knows now; `null` where it knows of none.
 */
export async function coverageNow(store: Store, policy: Policy, now: Instant): Promise<DigestFacts['coverage']> {
  const standing = new StandingGroups();
  for await (const row of evidence(store)) standing.take(row);
  const groups = standing.all();
  const [heard, confirmed] = [await heardNow(store, now), await confirmedNow(store)];
  const { covered, critical } = coverageOf({ groups, heard, confirmed, policy, critical: usualCritical, now });
  return critical === 0 ? null : { covered, all: critical };
}

async function* evidence(store: Store): AsyncIterable<Row> {
  for (let from = ''; ; ) {
    const rows = await store.rows('evidence', from, page);
    yield* rows;
    if (rows.length < page) return;
    from = `${rows.at(-1)!.key}\u0001`;
  }
}

/** When a record, or a drill that passed, came last from each account and region. */
async function heardNow(store: Store, now: Instant): Promise<ReadonlyMap<string, Instant>> {
  const heard = new Map<string, Instant>();
  const from = writeInstant(Math.max(0, now - month)).slice(0, 10);
  for (const row of await pagesUnder(store, rowName('tally', ''), from)) hearDay(row, heard);
  for (const { key, value } of await allRows(store, 'drill')) {
    const site = key.split('/').slice(0, 2).join('/');
    if (value.passedAt !== null) heard.set(site, Math.max(value.passedAt, heard.get(site) ?? 0));
  }
  return heard;
}

async function confirmedNow(store: Store): Promise<ReadonlyMap<string, Instant>> {
  return new Map((await allRows(store, 'confirmed')).map(({ key, value }) => [key, value.at]));
}
