import type { CapUse, Effects, Fenced, Store } from '../../../src/contracts/store.ts';
import type { Mutation } from '../mutation.ts';

const uses = new WeakMap<Store, CapUse[]>();

/** Counts first and writes later, so that two may count the same. */
export const looseCap: Mutation = {
  name: 'loose-cap',
  say: 'a cap is read before the commit and not reserved in it',
  parts: (parts, { raw }) => {
    const known = uses.get(raw) ?? [];
    uses.set(raw, known);
    const append: Store['append'] = async (shard, expect, entries, effects = {}, signal) => {
      for (const { name, count, per, at, by } of effects.caps ?? []) {
        const used = known.filter((use) => use.name === name && use.by !== by && use.at > at - per).length;
        if (used >= count) return { kind: 'capped', name, used };
      }
      const { caps = [], returned = [], ...rest } = effects;
      // Between the look and the commit lies a way to the store and back.
      if (caps.length > 0) await parts.clock.sleep(150);
      const answer = await parts.store.append(shard, expect, entries, rest, signal);
      if (answer.kind === 'committed') {
        for (const { name, by } of returned) {
          const place = known.findIndex((use) => use.name === name && use.by === by);
          if (place >= 0) known.splice(place, 1);
        }
        known.push(...caps);
      }
      return answer;
    };
    return { ...parts, store: { ...parts.store, append } };
  },
};

/** Writes for a task whether or not it is still held. */
export const ignoreFence: Mutation = {
  name: 'ignore-fence',
  say: 'who lost a task goes on writing for it',
  parts: (parts, { raw }) => {
    const newest = async <F extends Fenced>(held: F): Promise<F> => {
      const task = await raw.task(held.task);
      return task === null ? held : { ...held, fence: task.fence };
    };
    const all = <F extends Fenced>(some: readonly F[] = []) => Promise.all(some.map(newest));
    const { store } = parts;
    const append: Store['append'] = async (shard, expect, entries, effects = {}, signal) => {
      const rows = (effects.rows ?? []).map(({ table, key, value }) => ({ table, key, value }));
      const loose: Effects = {
        ...effects,
        rows,
        held: [],
        finished: await all(effects.finished),
        failed: await all(effects.failed),
      };
      return store.append(shard, expect, entries, loose, signal);
    };
    return {
      ...parts,
      store: {
        ...store,
        append,
        renew: async (held, now, span) => store.renew(await newest(held), now, span),
        finish: async (held) => store.finish(await newest(held)),
        fail: async (held, why, again) => store.fail(await newest(held), why, again),
      },
    };
  },
};

/** Undoes, and lets the next sweep do it again. */
export const undoWithoutGrant: Mutation = {
  name: 'undo-without-grant',
  say: 'an undo writes no grant for what it puts back',
  parts: (parts) => {
    const { store } = parts;
    const append: Store['append'] = (shard, expect, entries, effects = {}, signal) => {
      const isUndo = entries.some(({ body }) => body.kind === 'ordered' && body.order === 'undo');
      const rows = (effects.rows ?? []).filter(({ table }) => !isUndo || table !== 'grant');
      return store.append(shard, expect, entries, { ...effects, rows }, signal);
    };
    return { ...parts, store: { ...store, append } };
  },
};

/** Forgets what a sweep saw, so that the record of it is a second story. */
export const sweepWithoutClaim: Mutation = {
  name: 'sweep-without-claim',
  say: 'no record claims what a sweep saw',
  patch: {
    file: 'flow/live/watch/explain-differences.ts',
    find: 'isFree(each.row, change) && claims(change, each.row)',
    put: 'change === null && claims(change, each.row)',
  },
};
