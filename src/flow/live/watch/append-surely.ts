import type { Appended, Effects, Store } from '../../../contracts/store.ts';
import type { EntryDraft, Head } from '../../../core/ledger/entry.ts';

const tries = 3;

/**
 * Appends, and when the answer is lost appends the very same again: what did happen meets itself by its keys, so the
 * commit must have entries. A duplicate after a lost answer is ours.
 */
export async function appendSurely(
  store: Store,
  shard: number,
  expect: Head | null | 'any',
  entries: readonly EntryDraft[],
  effects: Effects,
  signal?: AbortSignal,
): Promise<Appended> {
  let answer = await store.append(shard, expect, entries, effects, signal);
  for (let attempt = 1; attempt < tries && answer.kind === 'unavailable'; attempt++)
    answer = await store.append(shard, expect, entries, effects, signal);
  return answer;
}
