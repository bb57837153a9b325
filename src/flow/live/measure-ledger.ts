import type { Kept } from '../../contracts/store.ts';
import type { Group } from '../../core/group/group.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import { type KpiAsked, KpiFold, type KpiPart } from '../../core/ledger/measure/kpi-fold.ts';
import { KpiOutline } from '../../core/ledger/measure/kpi-outline.ts';
import { hearDay } from './hear-day.ts';
import { StandingGroups } from './standing-groups.ts';

/** What a ledger comes to. */
export interface LedgerMeasured {
  readonly outline: KpiOutline;
  readonly asked: KpiAsked;
  /** For each way to tell parts apart that was asked for. */
  readonly parts: readonly (readonly KpiPart[])[];
  /** Groups that stand as far as looks and records tell, and when each account and region was heard of last. */
  readonly groups: readonly Group[];
  readonly heard: ReadonlyMap<string, Instant>;
}

/**
 * Measures a ledger in two passes: what is told of decisions later, then the decisions. What was appended in between is left
 * out. `open` gives all that it holds, entries by shard first.
 */
export async function measureLedger(
  open: () => AsyncIterable<Kept>,
  ask: (outline: KpiOutline) => KpiAsked,
  tell: (entries: number) => void = () => undefined,
): Promise<LedgerMeasured> {
  const outline = new KpiOutline();
  const heads = new Map<number, number>();
  for await (const kept of open()) {
    if (kept.kind !== 'entry') break;
    outline.take(kept.entry);
    heads.set(kept.entry.header.shard, kept.entry.header.n);
    tell(outline.entries);
  }
  const asked = ask(outline);
  const fold = new KpiFold(outline, asked);
  const standing = new StandingGroups();
  const heard = new Map<string, Instant>();
  let entries = 0;
  for await (const kept of open()) {
    if (kept.kind === 'entry') {
      const { shard, n } = kept.entry.header;
      if (n <= (heads.get(shard) ?? -1)) fold.take(kept.entry);
      tell(outline.entries + ++entries);
    } else if (kept.kind === 'row') {
      standing.take(kept.row);
      hearDay(kept.row, heard);
    }
  }
  const parts = fold.end();
  for (const [site, at] of fold.heard) heard.set(site, Math.max(at, heard.get(site) ?? at));
  for (const { at, canary, passed } of outline.drills) {
    const group = passed ? standing.groups.get(canary)?.group : undefined;
    const site = `${group?.account}/${group?.region}`;
    if (group !== undefined && group !== null) heard.set(site, Math.max(at, heard.get(site) ?? at));
  }
  return { outline, asked, parts, groups: standing.all(), heard };
}
