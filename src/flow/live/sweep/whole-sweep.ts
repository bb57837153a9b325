import type { NewTask, RowWrite, Task } from '../../../contracts/store.ts';
import { digestText } from '../../../core/leaf/digest.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { EntryDraft } from '../../../core/ledger/entry.ts';
import type { ApiFailure } from '../../../core/plan/act/api-failure.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { gapEnd, noteGap } from '../gap.ts';
import type { LiveParts } from '../live-parts.ts';
import { readRow, rowName } from '../tables.ts';
import type { SubjectCommitted } from './commit-subject.ts';

/** A sweep that read everything of a site. */
export interface WholeSweep {
  readonly site: Site;
  readonly slot: string;
  readonly started: Instant;
  readonly ended: Instant;
  readonly groups: ReadonlySet<string>;
  /** Version of the row of the sweep before. */
  readonly version: number;
}

/** The name of a site's sweeps among the sources that may have gaps. */
export function sweepSource({ account, region }: Site): string {
  return `sweep/${account}/${region}`;
}

/** What says that a site was read as a whole: its entry and row, and the end of the gap, where its sweeps had failed. */
export async function wholeSweep(
  { store, clock }: Pick<LiveParts, 'store' | 'clock'>,
  { site, slot, started, ended, groups, version }: WholeSweep,
  { fence }: Pick<Task, 'fence'>,
): Promise<{ entries: readonly EntryDraft[]; rows: readonly RowWrite[]; tasks: readonly NewTask[] }> {
  const { account, region } = site;
  const digest = digestText([...groups].sort().join('\n'));
  const body = { kind: 'observed', by: 'site', group: '', started, ended, digest, difference: null } as const;
  const swept = { at: clock.now(), key: `swept/${account}/${region}/${slot}`, fence, body };
  const over = await gapEnd(store, sweepSource(site), ended, clock.now());
  const value = JSON.stringify({ started, ended });
  return {
    entries: [swept, ...over.entries],
    rows: [{ ...rowName('swept', account, region), value, expect: version }, ...over.rows],
    tasks: over.tasks,
  };
}

/** After so many failures in a row, a minute or so, it is no hiccup. */
const patience = 6;

/** What a sweep that could not read its site comes to: later again; where it fails again and again, that is a gap. */
export async function unswept(
  parts: LiveParts,
  task: Task,
  site: Site,
  { message }: ApiFailure,
): Promise<SubjectCommitted> {
  const { store, clock } = parts;
  if (task.attempts >= patience) {
    const last = readRow('swept', await store.row(rowName('swept', site.account, site.region)));
    await noteGap(parts, { source: sweepSource(site), why: 'lost', from: last?.ended ?? clock.now(), said: message });
  }
  return { kind: 'later', why: message };
}
