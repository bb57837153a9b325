import type { Effects, Store } from '../../contracts/store.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { EntryDraft } from '../../core/ledger/entry.ts';
import type { GapBody } from '../../core/ledger/entry-body.ts';
import type { LiveParts } from './live-parts.ts';
import { readRow, rowName } from './tables.ts';
import { appendSurely } from './watch/append-surely.ts';
import { tellTask } from './watch/tell-task.ts';

/** A source from which nothing, or all of it late, has come since a moment. `said`: what is known of why. */
export interface Gap extends Pick<GapBody, 'source' | 'from'> {
  readonly why: 'lost' | 'lagging';
  readonly said: string;
}

/**
 * Writes that a source has a gap, and has it told: once, however many workers find it. As long as it is there, decisions
 * that no record led to say that records are missing.
 */
export async function noteGap(
  { store, clock }: Pick<LiveParts, 'store' | 'clock'>,
  { source, why, from, said }: Gap,
): Promise<void> {
  const name = rowName('gap', source);
  const row = await store.row(name);
  if (row.value !== null) return;
  const at = clock.now();
  const told = tellTask({ about: `gap/${source}`, revision: from, why: 'gap', due: at, detail: { source, said } });
  const entry = gapEntry({ kind: 'gap', source, why, from, to: null }, at, `${row.version}`);
  const rows = [{ ...name, value: JSON.stringify({ from, why }), expect: row.version }];
  await appendSurely(store, 0, 'any', [entry], { rows, tasks: [told] });
}

/** What ends the gap of a source in a commit of shard 0; nothing where it has none. */
export async function gapEnd(
  store: Pick<Store, 'row'>,
  source: string,
  to: Instant,
  now: Instant,
): Promise<{ readonly entries: readonly EntryDraft[] } & Required<Pick<Effects, 'rows' | 'tasks'>>> {
  const name = rowName('gap', source);
  const row = await store.row(name);
  const gap = readRow('gap', row);
  if (gap === null) return { entries: [], rows: [], tasks: [] };
  const why = gap.why ?? 'lost';
  return {
    entries: [gapEntry({ kind: 'gap', source, why, from: gap.from, to }, now, `${row.version}`)],
    rows: [{ ...name, value: null, expect: row.version }],
    tasks: [tellTask({ about: `gap/${source}`, revision: gap.from, why: 'gap-over', due: now, detail: { source } })],
  };
}

/** Writes that a gap is over; `only`: if it is one of this kind. Whether there was one, and the store took it. */
export async function endGap(
  { store, clock }: Pick<LiveParts, 'store' | 'clock'>,
  source: string,
  to: Instant,
  only: Gap['why'] | null = null,
): Promise<boolean> {
  const gap = readRow('gap', await store.row(rowName('gap', source)));
  if (only !== null && gap?.why !== only) return false;
  const { entries, ...effects } = await gapEnd(store, source, to, clock.now());
  if (entries.length === 0) return false;
  return (await appendSurely(store, 0, 'any', entries, effects)).kind === 'committed';
}

/** The version of the row makes it one: a source may have any number of gaps. */
function gapEntry(body: GapBody, at: Instant, version: string): EntryDraft {
  return { at, key: `gap/${body.source}/${version}`, fence: null, body };
}
