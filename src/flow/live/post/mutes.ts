import type { RowWrite, Store } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { pagesUnder } from '../pages-under.ts';
import { readRow, rowName } from '../tables.ts';
import type { MuteRow } from './post-rows.ts';

/** A mute and the version of its row. */
export interface KnownMute {
  readonly mute: MuteRow;
  readonly version: number;
}

/** All mutes that there are, by id. */
export async function readMutes(store: Pick<Store, 'rows'>): Promise<ReadonlyMap<string, KnownMute>> {
  const rows = await pagesUnder(store, rowName('mute', ''));
  return new Map(
    rows.flatMap((row) => {
      const mute = readRow('mute', row);
      return mute === null ? [] : [[mute.id, { mute, version: row.version }] as const];
    }),
  );
}

/** The mutes that keep back the checks of a decision at a time, by check. */
export function mutesOf(
  { on, account, verdict }: Decision,
  mutes: ReadonlyMap<string, KnownMute>,
  at: Instant,
): Readonly<Record<string, readonly string[]>> {
  const fitting = [...mutes.values()]
    .map(({ mute }) => mute)
    .filter((mute) => mute.from <= at && at < mute.until)
    .filter((mute) => mute.group === null || mute.group === on.id)
    .filter((mute) => mute.account === null || mute.account === account.id);
  const checks = (verdict?.checks ?? []).map(({ id }) => id);
  return Object.fromEntries(
    checks.flatMap((check) => {
      const ids = fitting.filter((mute) => mute.check === null || mute.check === check).map(({ id }) => id);
      return ids.length === 0 ? [] : [[check, ids] as const];
    }),
  );
}

/** The rows of mutes that kept something back, with how much in all. */
export function keptRows(
  mutes: ReadonlyMap<string, KnownMute>,
  kept: ReadonlyMap<string, number>,
): readonly RowWrite[] {
  return [...kept].flatMap(([id, count]) => {
    const known = mutes.get(id);
    if (known === undefined) return [];
    const { mute, version } = known;
    return [{ ...rowName('mute', id), value: JSON.stringify({ ...mute, kept: mute.kept + count }), expect: version }];
  });
}
