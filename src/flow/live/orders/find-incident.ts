import type { Incident } from '../../../core/plan/incident/episodes.ts';
import type { LiveParts } from '../live-parts.ts';
import type { MessageRow } from '../post/post-rows.ts';
import { readRow, rowName } from '../tables.ts';
import type { Ordering } from './ordered.ts';

/** An order about an incident, or (`msg_…`) about a message that tells of none. */
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

/** A message that tells of no incident (a notice), or why an order about it is refused. */
export async function findMessage(
  { store }: Pick<LiveParts, 'store'>,
  id: string,
): Promise<
  { readonly kind: 'message'; readonly row: MessageRow } | { readonly kind: 'refused'; readonly why: string }
> {
  const row = readRow('message', await store.row(rowName('message', id)));
  if (row === null) return { kind: 'refused', why: `expected a message \`${id}\`, there is none` };
  const [incident] = row.incidents;
  if (incident !== undefined) return { kind: 'refused', why: `\`${id}\` tells of \`${incident}\`: order that` };
  return { kind: 'message', row };
}
