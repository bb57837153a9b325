import type { Store, Unavailable } from '../../contracts/store.ts';
import type { News } from './news.ts';

/** A store that tells what was written by way of it, and whether it can be reached. */
export interface TappedStore {
  readonly store: Store;
  /** What is wrong with it since when, by its last answer; `null` while it answers. */
  readonly trouble: () => { readonly why: string; readonly since: number } | null;
}

/** Stands before a store: what is committed is told once, trouble when it begins and when it ends. */
export function tapStore(store: Store, news: News, now: () => number): TappedStore {
  let trouble: { readonly why: string; readonly since: number } | null = null;

  function heard(why: string | null): void {
    if (why !== null && trouble === null) news.tell({ kind: 'store', why });
    if (why === null && trouble !== null) news.tell({ kind: 'store', why: null });
    trouble = why === null ? null : (trouble ?? { why, since: now() });
  }

  async function reads<T>(read: Promise<T>): Promise<T> {
    try {
      const found = await read;
      heard(null);
      return found;
    } catch (error) {
      heard(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  async function writes<T extends { readonly kind: string }>(
    write: Promise<T | Unavailable>,
  ): Promise<T | Unavailable> {
    const answer = await reads(write);
    if (answer.kind === 'unavailable') heard((answer as Unavailable).why);
    return answer;
  }

  return {
    trouble: () => trouble,
    store: {
      ...store,
      append: async (shard, expect, entries, effects, signal) => {
        const answer = await writes(store.append(shard, expect, entries, effects, signal));
        if (answer.kind !== 'committed') return answer;
        for (const [at, entry] of answer.entries.entries())
          news.tell({ kind: 'entry', entry, body: entries[at]!.body });
        for (const { kind, body } of effects?.tasks ?? []) if (kind === 'tell') tell(news, body);
        return answer;
      },
      find: (key) => reads(store.find(key)),
      heads: () => reads(store.heads()),
      row: (name) => reads(store.row(name)),
      rows: (...asked) => reads(store.rows(...asked)),
      view: (asked) => reads(store.view(asked)),
      task: (id) => reads(store.task(id)),
      lease: (...asked) => writes(store.lease(...asked)),
      renew: (...asked) => writes(store.renew(...asked)),
      finish: (held) => writes(store.finish(held)),
      fail: (...asked) => writes(store.fail(...asked)),
      erase: (before) => writes(store.erase(before)),
    } as Store,
  };
}

function tell(news: News, body: string): void {
  const { about = '', why = '', revision: _, ...detail } = JSON.parse(body) as Record<string, string>;
  news.tell({ kind: 'tell', about, why, detail });
}
