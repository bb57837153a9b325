import type { LiveParts } from '../live-parts.ts';
import { orderOnce } from '../orders/order-once.ts';
import type { Ordered, Ordering } from '../orders/ordered.ts';
import { rowName } from '../tables.ts';

/** Writes down that somebody says that what a channel is told reaches them. */
export function confirmChannel(
  parts: Pick<LiveParts, 'store' | 'clock' | 'chance'>,
  channel: string,
  ordering: Ordering,
): Promise<Ordered> {
  return orderOnce(parts, 'confirm', { ordering, id: channel }, async () => {
    const detail = { at: parts.clock.now() };
    const confirmed = JSON.stringify({ by: ordering.person, at: detail.at });
    const rows = [{ ...rowName('confirmed', channel), value: confirmed }];
    const commit = { shard: 0, expect: 'any', order: 'confirm', on: channel, until: null, detail } as const;
    return { kind: 'write', commit: { ...commit, effects: { rows } } };
  });
}
