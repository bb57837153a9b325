import type { Kept, Row } from '../../contracts/store.ts';
import type { TagsChanged } from '../../core/change/change.ts';
import type { Group } from '../../core/group/group.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import { type KpiAsked, KpiFold, type KpiPart } from '../../core/ledger/measure/kpi-fold.ts';
import { KpiOutline } from '../../core/ledger/measure/kpi-outline.ts';
import { readRow } from './tables.ts';

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

/** Days on which records came, whatever they said. */
function hearDay({ key, table, value }: Row, heard: Map<string, Instant>): void {
  if (table !== 'tally' || value === null) return;
  const [day = '', account = '', region = ''] = key.split('/');
  if ((readRow('tally', { value })?.records ?? 0) === 0) return;
  const site = `${account}/${region}`;
  const at = Date.parse(`${day}T00:00:00Z`);
  heard.set(site, Math.max(at, heard.get(site) ?? at));
}

/** Groups as rows of evidence tell them: the newest look, or the record that made one. */
class StandingGroups {
  readonly groups = new Map<string, { readonly at: Instant; readonly group: Group | null }>();

  take({ key, table, value }: Row): void {
    if (table !== 'evidence' || value === null || !marks.some((each) => value.includes(each))) return;
    const [account = '', region = ''] = key.split('/');
    const evidence = readRow('evidence', { value });
    if (evidence?.kind === 'observed') {
      const { group, at } = evidence;
      const id = /^[^/]*\/[^/]*\/(.*)\/\d{15}\//.exec(key)?.[1];
      if (id !== undefined) this.#keep(id, at, group === null ? null : { ...group, account, region });
    }
    if (evidence?.kind !== 'change' || evidence.change.record.result !== 'applied') return;
    const { change } = evidence;
    const { id, name, vpc } = change.on;
    if (id === null) return;
    if (change.kind === 'tags-changed' && change.rule === null) this.#tag(id, change);
    if (change.kind === 'group-deleted') this.#keep(id, change.record.at, null);
    if (change.kind === 'group-created')
      this.#keep(id, change.record.at, { id, name, vpc, account, region, tags: change.tags, rules: [] });
  }

  all(): readonly Group[] {
    return [...this.groups.values()].flatMap(({ group }) => (group === null ? [] : [{ ...group, rules: [] }]));
  }

  #tag(id: string, { record: { at }, set, removed }: TagsChanged): void {
    const group = this.groups.get(id)?.group ?? null;
    if (group === null) return;
    const left = Object.entries(group.tags).filter(([key]) => !removed.includes(key));
    this.#keep(id, at, { ...group, tags: { ...Object.fromEntries(left), ...set } });
  }

  #keep(id: string, at: Instant, group: Group | null): void {
    const known = this.groups.get(id);
    if (known === undefined || known.at <= at) this.groups.set(id, { at, group });
  }
}

const marks = ['"observed"', '"group-created"', '"group-deleted"', '"tags-changed"'];
