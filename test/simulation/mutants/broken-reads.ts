import type { Gatherer, Looked } from '../../../src/contracts/live.ts';
import type { Group } from '../../../src/core/group/group.ts';
import type { Mutation } from '../mutation.ts';

const kept = 600_000;

/** Acts on what it read before: a read is made anew only after a call of its own. */
export const skipReRead: Mutation = {
  name: 'skip-re-read',
  say: 'what was read once is taken for what is live',
  parts: (parts, { now }) => {
    const seen = new Map<string, { readonly at: number; readonly looked: Looked<Group | null> }>();
    const gatherer: Gatherer = {
      ...parts.gatherer,
      group: async (site, id, signal) => {
        const before = seen.get(id);
        if (before?.looked.kind === 'looked' && before.at > now() - kept) {
          const at = parts.clock.now();
          return { ...before.looked, started: at, ended: at };
        }
        const looked = await parts.gatherer.group(site, id, signal);
        seen.set(id, { at: now(), looked });
        return looked;
      },
    };
    const reverter: typeof parts.reverter = {
      ...parts.reverter,
      perform: (order, how) => {
        if ('group' in order) seen.delete(order.group);
        return parts.reverter.perform(order, how);
      },
    };
    return { ...parts, gatherer, reverter };
  },
};
