import { digestName } from '../../../core/leaf/digest.ts';
import type { LiveParts } from '../live-parts.ts';
import { pagesUnder } from '../pages-under.ts';
import { newTask, slotOf } from '../schedule.ts';
import { readRow, rowName } from '../tables.ts';

/**
 * Has every site swept at once when a source that was lost or lagged is there again: what happened meanwhile may never be
 * told. `known`: what this answered the time before; gaps of sweeps themselves end by a sweep.
 */
export async function sweepAfterGap(
  { store, clock, settings }: Pick<LiveParts, 'store' | 'clock' | 'settings'>,
  known: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const rows = await pagesUnder(store, rowName('gap', ''));
  const open = new Set(
    rows.flatMap((row) => {
      const gap = readRow('gap', row);
      return gap === null || row.key.startsWith('sweep/') ? [] : [`${row.key}@${gap.from}`];
    }),
  );
  const over = [...known].filter((gap) => !open.has(gap));
  if (over.length === 0) return open;
  const now = clock.now();
  const slot = `${slotOf(now, settings.sweepEvery)}/after-${digestName(over.sort().join('\n'))}`;
  const tasks = settings.sites.map((site) =>
    newTask('sweep', `${site.account}/${site.region}/${slot}`, now, { site, slot }),
  );
  const done = tasks.length === 0 ? null : await store.append(0, 'any', [], { tasks });
  return done?.kind === 'unavailable' ? new Set([...open, ...over]) : open;
}
