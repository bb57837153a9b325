import type { Kept } from '../../contracts/store.ts';
import { connect } from './connect.ts';
import { keptIn } from './kept-rows.ts';
import { sayOutage } from './outage.ts';
import { readPostgresUrl } from './postgres-url.ts';
import { findSchema } from './prepare-schema.ts';

/** A store in PostgreSQL that is only read, or why it cannot be. */
export type PostgresReading =
  | {
      readonly kind: 'opened';
      readonly shards: number;
      readonly kept: () => AsyncIterable<Kept>;
      readonly close: () => Promise<void>;
    }
  | { readonly kind: 'refused'; readonly why: string };

/** Opens a store to read all that it holds: nothing is written, none is made, and a role that may only read will do. */
export async function openPostgresToRead(url: string): Promise<PostgresReading> {
  const place = readPostgresUrl(url);
  if (typeof place === 'string') return { kind: 'refused', why: place };
  const pool = connect(place, { url, connections: 1 });
  const close = async () => await pool.end();
  const refused = async (why: string): Promise<PostgresReading> => {
    await close();
    return { kind: 'refused', why: `expected a store that can be read at \`${place.said}\`: ${why}` };
  };
  try {
    const found = await findSchema(pool, place.schema);
    if (found.kind === 'refused') return await refused(found.why);
    const { shards } = found;
    return { kind: 'opened', shards, kept: () => keptIn(pool, place.schema), close };
  } catch (error) {
    return await refused(sayOutage(error));
  }
}
