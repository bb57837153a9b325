import type { Effects } from '../contracts/store.ts';
import { type EntryDraft, plainKey } from '../core/ledger/entry.ts';

/** A commit as stores take it: nothing is left open, and every key can be held by all of them. */
export interface PlainCommit {
  readonly entries: readonly EntryDraft[];
  /** Every key that the commit takes, with the number of the entry that takes it. */
  readonly keys: ReadonlyMap<string, number>;
  readonly effects: Required<Effects>;
}

/** Makes a commit plain; throws when a key or a row is named twice, or a key has no entry to lead to: a fault of the caller. */
export function plainCommit(entries: readonly EntryDraft[], effects: Effects): PlainCommit {
  const all = [
    ...entries.map(({ key }, at) => [plainKey(key), at] as const),
    ...(effects.keys ?? []).map((key) => [plainKey(key), 0] as const),
  ];
  const keys = new Map(all);
  if (keys.size < all.length) throw new RangeError('expected every key of a commit once');
  if (keys.size > 0 && entries.length === 0) throw new RangeError('expected an entry for the keys of a commit');
  const rows = (effects.rows ?? []).map((row) => ({ ...row, table: plainKey(row.table), key: plainKey(row.key) }));
  if (new Set(rows.map(({ table, key }) => `${table}\0${key}`)).size < rows.length)
    throw new RangeError('expected every row of a commit once');
  return {
    entries,
    keys,
    effects: {
      keys: effects.keys ?? [],
      tasks: (effects.tasks ?? []).map((task) => ({ ...task, id: plainKey(task.id), key: plainKey(task.key) })),
      held: (effects.held ?? []).map((held) => ({ ...held, task: plainKey(held.task) })),
      finished: (effects.finished ?? []).map((held) => ({ ...held, task: plainKey(held.task) })),
      failed: (effects.failed ?? []).map((held) => ({ ...held, task: plainKey(held.task), why: plainKey(held.why) })),
      caps: (effects.caps ?? []).map((use) => ({ ...use, name: plainKey(use.name), by: plainKey(use.by) })),
      returned: (effects.returned ?? []).map(({ name, by }) => ({ name: plainKey(name), by: plainKey(by) })),
      rows,
    },
  };
}
