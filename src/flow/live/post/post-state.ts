import type { Row, RowWrite, Store } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { SavedBundle } from '../../../core/plan/quiet/bundle.ts';
import type { SavedFinding } from '../../../core/plan/quiet/findings.ts';
import type { SavedTeller } from '../../../core/plan/quiet/live-teller.ts';
import type { SavedHead, SavedLane } from '../../../core/plan/quiet/save-lane.ts';
import { pagesUnder } from '../pages-under.ts';
import { rowName } from '../tables.ts';

/** How far hearing has come: the one row by whose version two senders never both write. */
export interface Cursor {
  /** By shard: the number of the last entry heard. */
  readonly heard: Readonly<Record<string, number>>;
  /** What was decided before is history. */
  readonly since: Instant;
  readonly teller: Omit<SavedTeller, 'lanes'>;
  /** Notices by their reason, within which more of the same are added to them. */
  readonly notices: Readonly<Record<string, { readonly at: Instant; readonly messages: readonly string[] }>>;
  /** When the last digest of a channel was due, and how much was kept back on each channel until then. */
  readonly digests: Readonly<Record<string, { readonly at: Instant; readonly kept: Readonly<Record<string, number>> }>>;
  /** When the clock brings something next. */
  readonly wake: Instant | null;
  readonly policy: string;
}

/** All that hearing remembers, as it was loaded. */
export interface PostState {
  readonly cursor: Cursor | null;
  readonly version: number;
  readonly lanes: ReadonlyMap<string, SavedLane>;
  /** The rows as they stand: only what changes is written. */
  readonly rows: ReadonlyMap<string, string>;
}

/** The cursor alone: enough to know that there is nothing to do. */
export async function loadCursor(store: Pick<Store, 'row'>): Promise<Pick<PostState, 'cursor' | 'version'>> {
  const row = await store.row(rowName('post', 'cursor'));
  return { cursor: row.value === null ? null : (JSON.parse(row.value) as Cursor), version: row.version };
}

/** Loads what hearing remembers. Whoever writes in between makes the cursor's version another. */
export async function loadPost(store: Pick<Store, 'row' | 'rows'>): Promise<PostState> {
  const { cursor, version } = await loadCursor(store);
  const rows = new Map<string, string>();
  for (const table of ['lane', 'bundles', 'findings'])
    for (const { key, value } of await pagesUnder(store, rowName('post', table, '')))
      if (value !== null) rows.set(key, value);
  const lanes = new Map<string, SavedLane>();
  for (const [key, value] of rows) {
    const channel = /^lane\/(.*)$/s.exec(key)?.[1];
    if (channel === undefined) continue;
    const bundles = new Map(under<SavedBundle>(rows, `bundles/${channel}/`));
    const findings = new Map(under<readonly SavedFinding[]>(rows, `findings/${channel}/`));
    lanes.set(channel, { head: JSON.parse(value) as SavedHead, bundles, findings });
  }
  return { cursor, version, lanes, rows };
}

/** The rows that a commit writes: the cursor always, only as long as nobody else wrote it. */
export function savePost(
  before: PostState,
  cursor: Cursor,
  lanes: ReadonlyMap<string, SavedLane>,
): readonly RowWrite[] {
  const after = rowsOf(lanes);
  const keys = [...new Set([...before.rows.keys(), ...after.keys()])].sort();
  const changed = keys.flatMap((key): RowWrite[] => {
    const value = after.get(key) ?? null;
    return value === (before.rows.get(key) ?? null) ? [] : [{ ...rowName('post', key), value }];
  });
  return [{ ...rowName('post', 'cursor'), value: JSON.stringify(cursor), expect: before.version }, ...changed];
}

function rowsOf(lanes: ReadonlyMap<string, SavedLane>): ReadonlyMap<string, string> {
  const rows = new Map<string, string>();
  for (const [channel, { head, bundles, findings }] of lanes) {
    rows.set(`lane/${channel}`, JSON.stringify(head));
    for (const [bucket, all] of inBuckets(bundles)) rows.set(`bundles/${channel}/${bucket}`, JSON.stringify(all));
    for (const [bucket, all] of inBuckets(findings)) rows.set(`findings/${channel}/${bucket}`, JSON.stringify(all));
  }
  return rows;
}

/** What stands is spread over rows, so that a commit writes only the part that changed. */
function inBuckets<T>(all: ReadonlyMap<string, T>): ReadonlyMap<string, readonly (readonly [string, T])[]> {
  const sorted = [...all].sort(([a], [b]) => (a < b ? -1 : 1));
  return Map.groupBy(sorted, ([key]) => bucketOf(key));
}

const buckets = 64;

function bucketOf(key: string): string {
  let sum = 0;
  for (let place = 0; place < key.length; place++) sum = (sum * 31 + key.charCodeAt(place)) % 65_521;
  return String(sum % buckets).padStart(2, '0');
}

function under<T>(rows: ReadonlyMap<Row['key'], string>, prefix: string): readonly (readonly [string, T])[] {
  return [...rows].flatMap(([key, value]) => {
    const isBucket = key.startsWith(prefix) && !key.slice(prefix.length).includes('/');
    return isBucket ? (JSON.parse(value) as [string, T][]) : [];
  });
}

/** What became of all that was due on each channel, for figures; nothing before anybody heard anything. */
export async function postCounts(store: Pick<Store, 'row'>): Promise<SavedTeller['counts']> {
  return (await loadCursor(store)).cursor?.teller.counts ?? {};
}
