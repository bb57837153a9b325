import type { LiveParts } from '../live-parts.ts';
import { rowName } from '../tables.ts';
import { orderOnce } from './order-once.ts';
import type { Ordered, Ordering } from './ordered.ts';

/** The kill switch: from this commit on no call of ours begins, whatever was decided before. */
export function stop(parts: LiveParts, ordering: Ordering): Promise<Ordered> {
  return orderOnce(parts, 'stop', { ordering, id: 'stop' }, async () => {
    const { person: by, reason } = ordering;
    const at = parts.clock.now();
    const row = { ...rowName('switch', 'stop'), value: JSON.stringify({ by, reason, at }) };
    const commit = { shard: 0, expect: 'any', order: 'stop', on: 'all acting', until: null, detail: { at } } as const;
    return { kind: 'write', commit: { ...commit, effects: { rows: [row] } } };
  });
}
