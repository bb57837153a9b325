import type { LiveParts } from '../live-parts.ts';
import { readRow, rowName } from '../tables.ts';
import { orderOnce } from './order-once.ts';
import type { Ordered, Ordering } from './ordered.ts';

/** Takes the kill switch back: what is decided from now on is acted on again; what was refused meanwhile stays so. */
export function resume(parts: LiveParts, ordering: Ordering): Promise<Ordered> {
  return orderOnce(parts, 'resume', { ordering, id: 'stop' }, async () => {
    const name = rowName('switch', 'stop');
    const found = await parts.store.row(name);
    const stopped = readRow('switch', found);
    if (stopped === null) return { kind: 'refused', why: 'expected that acting is stopped, it is not' };
    const commit = { shard: 0, expect: 'any', order: 'resume', on: 'all acting', until: null } as const;
    const rows = [{ ...name, value: null, expect: found.version }];
    return { kind: 'write', commit: { ...commit, detail: { ...stopped }, effects: { rows } } };
  });
}
