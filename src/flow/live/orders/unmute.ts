import { plain } from '../perform/action-entries.ts';
import type { MuteRow } from '../post/post-rows.ts';
import { readRow, rowName } from '../tables.ts';
import type { OrderParts } from './find-incident.ts';
import { orderOnce } from './order-once.ts';
import type { Ordered, Ordering } from './ordered.ts';

/** A mute that somebody wants to end before its time. */
export interface UnmuteOrder extends Ordering {
  readonly mute: string;
}

/** Ends a mute now. What it kept back stays counted, and is not told after all. */
export function unmute(parts: OrderParts, order: UnmuteOrder): Promise<Ordered> {
  const { mute: id } = order;
  return orderOnce(parts, 'unmute', { ordering: order, id }, async () => {
    const row = await parts.store.row(rowName('mute', id));
    const known = readRow('mute', row);
    if (known === null) return { kind: 'refused', why: `expected a mute \`${id}\`, there is none` };
    const now = parts.clock.now();
    if (known.until <= now) return { kind: 'refused', why: `\`${id}\` is over already` };
    const mute: MuteRow = { ...known, until: now };
    const rows = [{ ...rowName('mute', id), value: JSON.stringify(mute), expect: row.version }];
    const about = { shard: 0, expect: 'any', order: 'unmute', on: id, until: now } as const;
    return { kind: 'write', commit: { ...about, detail: plain({ mute }), effects: { rows } } };
  });
}
