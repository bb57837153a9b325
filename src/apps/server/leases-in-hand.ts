import type { Store, Task } from '../../contracts/store.ts';

/** The tasks that one hand holds, so that they can be given back when it must stop. */
export interface LeasesInHand {
  readonly store: Store;
  /** Gives back what is held still: others may take it at once, and what this hand goes on to write for it is refused. */
  giveBack(now: number): Promise<number>;
}

/** Notes what is leased by way of a store, and what is settled. `moved`: called whenever work on a task goes on. */
export function leasesInHand(store: Store, moved: () => void): LeasesInHand {
  const held = new Map<string, Task>();
  const settled = (ids: Iterable<{ readonly task: string }>): void => {
    for (const { task } of ids) held.delete(task);
  };
  return {
    store: {
      ...store,
      append: async (shard, expect, entries, effects, signal) => {
        const answer = await store.append(shard, expect, entries, effects, signal);
        moved();
        if (answer.kind === 'committed') settled([...(effects?.finished ?? []), ...(effects?.failed ?? [])]);
        return answer;
      },
      lease: async (asked, signal) => {
        const leased = await store.lease(asked, signal);
        if (leased.kind === 'leased') for (const task of leased.tasks) held.set(task.id, task);
        return leased;
      },
      renew: async (fenced, now, span) => {
        moved();
        return await store.renew(fenced, now, span);
      },
      finish: async (fenced) => {
        const answer = await store.finish(fenced);
        if (answer.kind !== 'unavailable') settled([fenced]);
        return answer;
      },
      fail: async (fenced, why, again) => {
        const answer = await store.fail(fenced, why, again);
        if (answer.kind !== 'unavailable') settled([fenced]);
        return answer;
      },
    },
    giveBack: async (now) => {
      const tasks = [...held.values()];
      held.clear();
      for (const { id, fence } of tasks) await store.fail({ task: id, fence }, 'its worker was stopped', now);
      return tasks.length;
    },
  };
}
