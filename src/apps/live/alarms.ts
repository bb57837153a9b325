import type { Store } from '../../contracts/store.ts';
import type { Instant } from '../../core/leaf/instant.ts';

/** Moments at which there may be something to do. */
export interface Alarms {
  set(at: Instant): void;
  /** The first one after a moment; `null` when none is set. */
  next(after: Instant): Instant | null;
}

/** Keeps moments and forgets those that are over. */
export function alarms(): Alarms {
  const times = new Set<Instant>();
  return {
    set: (at) => void times.add(at),
    next: (after) => {
      let first: Instant | null = null;
      for (const at of times) {
        if (at <= after) times.delete(at);
        else if (first === null || at < first) first = at;
      }
      return first;
    },
  };
}

/** The same store, which sets an alarm for whatever becomes due in it: a clock that jumps then misses nothing. */
export function withAlarms(store: Store, { set }: Alarms): Store {
  const again = (at: Instant | null): void => {
    if (at !== null) set(at);
  };
  return {
    ...store,
    append: async (shard, expect, entries, effects, signal) => {
      for (const { due } of effects?.tasks ?? []) set(due);
      for (const each of effects?.failed ?? []) again(each.again);
      return await store.append(shard, expect, entries, effects, signal);
    },
    lease: async (asked, signal) => {
      const leased = await store.lease(asked, signal);
      if (leased.kind === 'leased') for (const { until } of leased.tasks) again(until);
      return leased;
    },
    renew: async (held, now, span) => {
      set(now + span);
      return await store.renew(held, now, span);
    },
    fail: async (held, why, at) => {
      again(at);
      return await store.fail(held, why, at);
    },
  };
}
