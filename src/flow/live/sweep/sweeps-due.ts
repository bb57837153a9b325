import { writeInstant } from '../../../core/leaf/instant.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { LiveParts } from '../live-parts.ts';
import { pagesUnder } from '../pages-under.ts';
import { readRow, rowName } from '../tables.ts';

const day = 86_400_000;

/**
 * Sites whose sweep is due by need: never swept, not for as long as every site is (`full`), or not for as long as active
 * ones are (`sweepEvery`) while changes came on a day since.
 */
export async function sweepsDue(
  { store, clock, settings }: Pick<LiveParts, 'store' | 'clock' | 'settings'>,
  full: number,
): Promise<readonly Site[]> {
  const now = clock.now();
  const due: Site[] = [];
  for (const site of settings.sites) {
    const last = readRow('swept', await store.row(rowName('swept', site.account, site.region)));
    const age = last === null ? null : now - last.started;
    if (age === null || age >= full) due.push(site);
    else if (age >= settings.sweepEvery && (await isActive(store, site, last!.started, now))) due.push(site);
  }
  return due;
}

/** Whether changes were decided on a day from then to now. */
async function isActive(store: LiveParts['store'], { account, region }: Site, from: number, to: number) {
  for (let at = from - (from % day); at <= to; at += day) {
    const rows = await pagesUnder(store, rowName('tally', writeInstant(at).slice(0, 10), account, region, ''));
    if (rows.some((row) => (readRow('tally', row)?.changes ?? 0) > 0)) return true;
  }
  return false;
}
