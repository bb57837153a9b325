import type { Store } from '../../../contracts/store.ts';
import type { RowMemo } from './row-memo.ts';

/** A store whose rows are read as ever, and parsed only once as long as they stay as they are. */
export function rememberingStore(store: Store, memo: RowMemo): Store {
  return {
    shards: store.shards,
    append: (...asked) => store.append(...asked),
    read: (...asked) => store.read(...asked),
    find: (key) => store.find(key),
    heads: () => store.heads(),
    row: async (name) => memo.read(await store.row(name)),
    rows: async (...asked) => (await store.rows(...asked)).map(memo.read),
    view: async (asked) => {
      const view = await store.view(asked);
      return { ...view, rows: view.rows.map(memo.read), spans: view.spans.map((rows) => rows.map(memo.read)) };
    },
    task: (id) => store.task(id),
    lease: (...asked) => store.lease(...asked),
    renew: (...asked) => store.renew(...asked),
    finish: (held) => store.finish(held),
    fail: (...asked) => store.fail(...asked),
    erase: (before) => store.erase(before),
    backup: (signal) => store.backup(signal),
    restore: (...asked) => store.restore(...asked),
    close: () => store.close(),
  };
}
