import { type Instant, writeInstant } from '../../core/leaf/instant.ts';
import type { Head } from '../../core/ledger/entry.ts';
import { sealDraft } from '../../core/ledger/entry-seal.ts';
import type { LiveParts } from './live-parts.ts';
import { pagesUnder } from './pages-under.ts';
import { readRow, rowName, type SealedRow } from './tables.ts';
import type { TaskHandler } from './task-kinds.ts';

/** Appends the seal of a slot over the heads of all shards, once, and only where something came since the last one. */
export const seal: TaskHandler = async (parts, task) => {
  const { slot } = JSON.parse(task.body) as { readonly slot: string };
  const held = { task: task.id, fence: task.fence };
  const done = await appendSeal(parts, slot, null);
  if (done === 'lost') await parts.store.fail(held, 'others kept appending to shard 0', parts.clock.now() + 1000);
  else if (done.kind === 'sealed') await parts.store.finish(held);
  else await parts.store.fail(held, done.why, parts.clock.now() + 1000);
};

/**
 * Seals all heads under the name of a slot; `erase`: also says that bodies before then are gone. Who meets its own seal
 * of the slot has sealed. What it says of erasure never goes back.
 */
export async function appendSeal(
  { store, clock }: Pick<LiveParts, 'store' | 'clock'>,
  slot: string,
  erase: number | null,
): Promise<{ readonly kind: 'sealed' } | { readonly kind: 'unavailable'; readonly why: string } | 'lost'> {
  const name = rowName('sealed', 'last');
  for (let tries = 0; tries < 8; tries++) {
    const row = await store.row(name);
    const last = readRow('sealed', row);
    const heads = await store.heads();
    if (erase === null && !isNews(heads, last)) return { kind: 'sealed' };
    const erased = Math.max(erase ?? 0, last?.erased ?? 0) || null;
    const at = clock.now();
    const expect = heads.find(({ shard }) => shard === 0) ?? null;
    const value = JSON.stringify({ at, heads, erased } satisfies SealedRow);
    const draft = sealDraft(heads, at, slot, erased, await plainRecords(store, last?.at ?? at, at));
    const done = await store.append(0, expect, [draft], {
      rows: [{ ...name, value, expect: row.version }],
    });
    if (done.kind === 'committed' || done.kind === 'duplicate') return { kind: 'sealed' };
    if (done.kind === 'unavailable') return { kind: 'unavailable', why: done.why };
  }
  return 'lost';
}

/** Whether any entry came after the newest seal; the seal itself is none. */
export function isNews(heads: readonly Head[], last: SealedRow | null): boolean {
  if (last === null) return heads.length > 0;
  const sealed = new Map(last.heads.map((head) => [head.shard, head.n]));
  return heads.some(({ shard, n }) => n > (sealed.get(shard) ?? -1) + (shard === 0 ? 1 : 0));
}

/** How many records came that have no entry of their own, by row, of each day since the last seal. */
async function plainRecords(
  store: LiveParts['store'],
  last: Instant,
  now: Instant,
): Promise<readonly (readonly [string, number])[]> {
  const counted: (readonly [string, number])[] = [];
  for (const day of new Set([last, now].map((at) => writeInstant(at).slice(0, 10))))
    for (const row of await pagesUnder(store, rowName('tally', day, '')))
      if (row.key.endsWith('/records')) counted.push([row.key, readRow('tally', row)?.records ?? 0]);
  return counted;
}
