import type { Appended, Effects, Store } from '../../src/contracts/store.ts';
import type { Instant } from '../../src/core/leaf/instant.ts';
import type { Entry } from '../../src/core/ledger/entry.ts';

/** What was committed, as it happens: the judge's second source, and how idle workers know when to look again. */
export interface Watching {
  committed(entries: readonly Entry[], effects: Effects): void;
  answered(answer: Appended, effects: Effects, entries: number): void;
  due(task: string, when: Instant): void;
}

/** A store that tells what becomes of it. */
export function watchedStore(store: Store, { committed, answered, due }: Watching): Store {
  return {
    ...store,
    append: async (shard, expect, entries, effects = {}, signal) => {
      const answer = await store.append(shard, expect, entries, effects, signal);
      answered(answer, effects, entries.length);
      if (answer.kind === 'committed') {
        committed(answer.entries, effects);
        for (const task of effects.tasks ?? []) due(task.id, task.due);
        for (const { task, again } of effects.failed ?? []) if (again !== null) due(task, again);
      }
      return answer;
    },
    fail: async (held, why, again) => {
      const settled = await store.fail(held, why, again);
      if (again !== null) due(held.task, again);
      return settled;
    },
  };
}
