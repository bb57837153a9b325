import type { RowWrite, Store } from '../../../contracts/store.ts';
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
  readonly kept: KeptRows;
}

/** The rows as they stand, and what each was written of: only what changes is written, or made text of, again. */
export interface KeptRows {
  readonly texts: ReadonlyMap<string, string>;
  readonly pieces: ReadonlyMap<string, readonly Piece[]>;
}

/** A bundle or the findings of a subject, by name. */
type Piece<T = unknown> = readonly [name: string, saved: T];

/** The cursor alone: enough to know that there is nothing to do. */
export async function loadCursor(store: Pick<Store, 'row'>): Promise<Pick<PostState, 'cursor' | 'version'>> {
  const row = await store.row(rowName('post', 'cursor'));
  return { cursor: row.value === null ? null : (JSON.parse(row.value) as Cursor), version: row.version };
}

/** Loads what hearing remembers. Whoever writes in between makes the cursor's version another. */
export async function loadPost(store: Pick<Store, 'row' | 'rows'>): Promise<PostState> {
  const { cursor, version } = await loadCursor(store);
  const texts = new Map<string, string>();
  const pieces = new Map<string, readonly Piece[]>();
  for (const table of ['lane', 'bundles', 'findings'])
    for (const { key, value } of await pagesUnder(store, rowName('post', table, ''))) {
      if (value === null) continue;
      texts.set(key, value);
      if (table !== 'lane') pieces.set(key, JSON.parse(value) as Piece[]);
    }
  const lanes = new Map<string, SavedLane>();
  for (const [key, value] of texts) {
    const channel = /^lane\/(.*)$/s.exec(key)?.[1];
    if (channel === undefined) continue;
    const bundles = new Map(under<SavedBundle>(pieces, `bundles/${channel}/`));
    const findings = new Map(under<readonly SavedFinding[]>(pieces, `findings/${channel}/`));
    lanes.set(channel, { head: JSON.parse(value) as SavedHead, bundles, findings });
  }
  return { cursor, version, lanes, kept: { texts, pieces } };
}

/**
 * The rows that a commit writes (the cursor always, only as long as nobody else wrote it), and all of them as they are
 * once it is written.
 */
export function savePost(
  before: Pick<PostState, 'version' | 'kept'>,
  cursor: Cursor,
  lanes: ReadonlyMap<string, SavedLane>,
): { readonly writes: readonly RowWrite[]; readonly kept: KeptRows } {
  const kept = rowsOf(lanes, before.kept);
  const { texts } = before.kept;
  const keys = [...new Set([...texts.keys(), ...kept.texts.keys()])].sort();
  const changed = keys.flatMap((key): RowWrite[] => {
    const value = kept.texts.get(key) ?? null;
    return value === (texts.get(key) ?? null) ? [] : [{ ...rowName('post', key), value }];
  });
  const moved = { ...rowName('post', 'cursor'), value: JSON.stringify(cursor), expect: before.version };
  return { writes: [moved, ...changed], kept };
}

function rowsOf(lanes: ReadonlyMap<string, SavedLane>, before: KeptRows): KeptRows {
  const texts = new Map<string, string>();
  const pieces = new Map<string, readonly Piece[]>();
  const put = (key: string, all: readonly Piece[]): void => {
    const text = isSame(all, before.pieces.get(key)) ? before.texts.get(key) : undefined;
    texts.set(key, text ?? JSON.stringify(all));
    pieces.set(key, all);
  };
  for (const [channel, { head, bundles, findings }] of lanes) {
    texts.set(`lane/${channel}`, JSON.stringify(head));
    for (const [bucket, all] of inBuckets(bundles)) put(`bundles/${channel}/${bucket}`, all);
    for (const [bucket, all] of inBuckets(findings)) put(`findings/${channel}/${bucket}`, all);
  }
  return { texts, pieces };
}

/** Whether a row is made of the very same objects: what changed is another object. */
function isSame(all: readonly Piece[], before: readonly Piece[] | undefined): boolean {
  return (
    before?.length === all.length &&
    all.every(([name, saved], at) => before[at]![0] === name && before[at]![1] === saved)
  );
}

/** What stands is spread over rows, so that a commit writes only the part that changed. */
function inBuckets<T>(all: ReadonlyMap<string, T>): ReadonlyMap<string, readonly Piece<T>[]> {
  const buckets = Map.groupBy(all, ([name]) => bucketOf(name));
  for (const pieces of buckets.values()) pieces.sort(([a], [b]) => (a < b ? -1 : 1));
  return buckets;
}

const buckets = 64;

function bucketOf(key: string): string {
  let sum = 0;
  for (let place = 0; place < key.length; place++) sum = (sum * 31 + key.charCodeAt(place)) % 65_521;
  return String(sum % buckets).padStart(2, '0');
}

function under<T>(rows: KeptRows['pieces'], prefix: string): readonly Piece<T>[] {
  return [...rows].flatMap(([key, pieces]) => {
    const isBucket = key.startsWith(prefix) && !key.slice(prefix.length).includes('/');
    return isBucket ? (pieces as readonly Piece<T>[]) : [];
  });
}
