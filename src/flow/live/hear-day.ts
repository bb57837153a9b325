import type { Row } from '../../contracts/store.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import { readRow } from './tables.ts';

/** Notes when an account and region was heard of last (`<account>/<region>`), by a row of a day on which records came. */
export function hearDay({ key, table, value }: Row, heard: Map<string, Instant>): void {
  if (table !== 'tally' || value === null) return;
  const [day = '', account = '', region = ''] = key.split('/');
  if ((readRow('tally', { value })?.records ?? 0) === 0) return;
  const site = `${account}/${region}`;
  const at = Date.parse(`${day}T00:00:00Z`);
  heard.set(site, Math.max(at, heard.get(site) ?? at));
}
