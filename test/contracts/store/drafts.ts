import type { NewTask, Store } from '../../../src/contracts/store.ts';
import type { Entry, EntryDraft, Head } from '../../../src/core/ledger/entry.ts';
import { verify } from '../../../src/core/ledger/verify.ts';
import { nativeDigest } from '../../../src/store/native-digest.ts';

/** A store of the implementation that is tested, and how more handles on the same one are opened. */
export interface StoreUnderTest {
  readonly store: Store;
  /** Another worker's handle on the same store. */
  readonly again: () => Promise<Store>;
}

/** Makes an empty store with so many shards. */
export type MakeStore = (shards: number) => Promise<StoreUnderTest>;

/** A small entry of this key. */
export function draft(key: string, more: Partial<EntryDraft> = {}): EntryDraft {
  const body = { kind: 'gap', source: 'queue', why: 'lost', from: 1000, to: null } as const;
  return { at: 1_770_000_000_000, key, fence: null, body, ...more };
}

/** A task that is due at 1000 unless told otherwise. */
export function task(id: string, more: Partial<NewTask> = {}): NewTask {
  return { id, key: `key of ${id}`, kind: 'revert', due: 1000, body: `{"id":"${id}"}`, ...more };
}

/** Appends whatever the newest entry is, and gives back what was written; fails when it was not. */
export async function add(store: Store, shard: number, ...entries: readonly EntryDraft[]): Promise<readonly Entry[]> {
  const appended = await store.append(shard, 'any', entries);
  if (appended.kind !== 'committed') throw new Error(`expected a commit, got ${JSON.stringify(appended)}`);
  return appended.entries;
}

/** Every entry of a shard, or of all. */
export async function readAll(store: Store, shard?: number): Promise<readonly Entry[]> {
  const shards = shard === undefined ? Array.from({ length: store.shards }, (_, each) => each) : [shard];
  const found: Entry[] = [];
  for (const each of shards) for await (const entry of store.read(each, 0)) found.push(entry);
  return found;
}

/** What is wrong with the ledger of a store, in words. */
export async function findingsOf(store: Store, anchors: readonly Head[] = []): Promise<readonly string[]> {
  const { findings } = verify(await readAll(store), { anchors, shards: store.shards, digest: nativeDigest });
  return findings.map(({ kind, shard, n }) => `${kind} ${shard}:${n}`);
}
