import { shardOf } from '../../../core/ledger/entry-shard.ts';
import { findIncident, type IncidentOrder, type OrderParts } from './find-incident.ts';
import { orderOnce } from './order-once.ts';
import type { Ordered } from './ordered.ts';

/** Somebody says something about an incident, open or over: `reason` is what they say. */
export function comment(parts: OrderParts, order: IncidentOrder): Promise<Ordered> {
  return orderOnce(parts, 'comment', { ordering: order, id: order.incident }, async () => {
    const found = await findIncident(parts, order.incident);
    if (found.kind === 'refused') return found;
    const { group, id, site } = found.incident;
    const shard = shardOf({ ...site, group }, parts.store.shards);
    const about = { shard, expect: 'any', order: 'comment', on: id, until: null, detail: {} } as const;
    return { kind: 'write', commit: { ...about, effects: {} } };
  });
}
