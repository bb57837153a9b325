import type { Intent } from '../../../core/plan/act/intent.ts';
import { sayUnproven } from '../../../core/plan/act/say-unproven.ts';
import type { LiveParts } from '../live-parts.ts';
import { pagesUnder } from '../pages-under.ts';
import { readRow, rowName } from '../tables.ts';

/**
 * Why an action may not go on as long as nobody knows that people would hear of it: a drill has to have passed, and somebody
 * to have said that a channel reaches them. A canary of a drill may be acted upon: else no drill could pass.
 */
export async function unproven(
  { clock, settings, store }: Pick<LiveParts, 'clock' | 'settings' | 'store'>,
  { on, site }: Pick<Intent, 'on' | 'site'>,
): Promise<string | null> {
  const { proving } = settings;
  if (proving === undefined) return null;
  const canary = await store.row(rowName('drill', site.account, site.region, on.id));
  if (canary.value !== null) return null;
  const drills = (await pagesUnder(store, rowName('drill', ''))).flatMap(
    (row) => readRow('drill', row)?.passedAt ?? [],
  );
  const passedAt = drills.length === 0 ? null : Math.max(...drills);
  const confirmed = (await pagesUnder(store, rowName('confirmed', ''))).some(({ value }) => value !== null);
  return sayUnproven({ passedAt, confirmed }, proving.within, clock.now());
}
