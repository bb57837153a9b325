import type { Incident } from '../../../core/plan/incident/episodes.ts';
import type { LiveParts } from '../live-parts.ts';
import { readRow, rowName } from '../tables.ts';
import type { Ordering } from './ordered.ts';

/** An order about an incident. */
export interface IncidentOrder extends Ordering {
  readonly incident: string;
}

/** What orders about incidents and mutes work with. */
export type OrderParts = Pick<LiveParts, 'store' | 'clock' | 'chance'>;

/** An incident with the version of its row, or why an order about it is refused. */
export async function findIncident(
  { store }: Pick<LiveParts, 'store'>,
  id: string,
): Promise<
  | { readonly kind: 'incident'; readonly incident: Incident; readonly version: number }
  | { readonly kind: 'refused'; readonly why: string }
> {
  const row = await store.row(rowName('incident', id));
  const incident = readRow('incident', row);
  if (incident === null) return { kind: 'refused', why: `expected an incident \`${id}\`, there is none` };
  return { kind: 'incident', incident, version: row.version };
}
