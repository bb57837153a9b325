import { shardOf } from '../../../core/ledger/entry-shard.ts';
import { acknowledgedBy } from '../../../core/plan/incident/acknowledged-by.ts';
import { plain } from '../perform/action-entries.ts';
import { rowName } from '../tables.ts';
import { findIncident, findMessage, type IncidentOrder, type OrderParts } from './find-incident.ts';
import { orderOnce, type Weighed } from './order-once.ts';
import type { Ordered } from './ordered.ts';

/**
 * Somebody sees to an incident: nobody else is told of it because nobody answered. It ends nothing: what stands goes on
 * standing, and is reminded of. Somebody else may take it over.
 */
export function acknowledge(parts: OrderParts, order: IncidentOrder): Promise<Ordered> {
  return orderOnce(parts, 'acknowledge', { ordering: order, id: order.incident }, async () => {
    if (order.incident.startsWith('msg_')) return acknowledgeMessage(parts, order);
    const found = await findIncident(parts, order.incident);
    if (found.kind === 'refused') return found;
    const { incident, version } = found;
    const { closedAt, group, id, site } = incident;
    if (closedAt !== null) return { kind: 'refused', why: `\`${id}\` is over already: nobody need see to it` };
    if (acknowledgedBy(incident)?.by === order.person)
      return { kind: 'refused', why: `${order.person} has acknowledged \`${id}\` already` };
    const acknowledged = { by: order.person, at: parts.clock.now() };
    const row = { ...rowName('incident', id), value: JSON.stringify({ ...incident, acknowledged }), expect: version };
    const shard = shardOf({ ...site, group }, parts.store.shards);
    const about = { shard, expect: 'any', order: 'acknowledge', on: id, until: null } as const;
    return { kind: 'write', commit: { ...about, detail: plain({ acknowledged }), effects: { rows: [row] } } };
  });
}

/** What has no incident is acknowledged by its message: hearing notes it there. */
async function acknowledgeMessage(parts: OrderParts, { incident: id, person }: IncidentOrder): Promise<Weighed> {
  const found = await findMessage(parts, id);
  if (found.kind === 'refused') return found;
  if (found.row.acknowledged?.by === person)
    return { kind: 'refused', why: `${person} has acknowledged \`${id}\` already` };
  const about = { shard: 0, expect: 'any', order: 'acknowledge', on: id, until: null, detail: {} } as const;
  return { kind: 'write', commit: { ...about, effects: {} } };
}
