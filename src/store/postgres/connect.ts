import { Pool, types } from 'pg';
import type { PostgresPlace } from './postgres-url.ts';

/** How a store in PostgreSQL is opened. */
export interface PostgresSettings {
  /** `postgres://…` (`readPostgresUrl`). */
  readonly url: string;
  /** Shards of a store that is made now (64); of one that is there already, how many it has stands in it. */
  readonly shards?: number;
  /** Milliseconds that one statement may take, waiting for others included, and that connecting may (10,000). */
  readonly patience?: number;
  /** Connections at most (8). */
  readonly connections?: number;
}

/**
 * A pool of connections. What hangs, ends: a statement after `patience` by the server and a little later by us (the server
 * may be gone), a transaction that its worker has left open after four times that, so that it blocks nobody for long.
 */
export function connect(place: PostgresPlace, { patience = 10_000, connections = 8 }: PostgresSettings): Pool {
  const { host, port, user, password, database, ssl } = place;
  const pool = new Pool({
    ...{ host, port, user, database, ssl, max: connections, keepAlive: true, application_name: 'portcullis' },
    pipeline: true,
    ...(password === null ? {} : { password }),
    ...{ connectionTimeoutMillis: patience, statement_timeout: patience, query_timeout: patience + 5_000 },
    ...{ idle_in_transaction_session_timeout: 4 * patience, types: { getTypeParser } },
  });
  // A connection that breaks says so to whoever waits for an answer on it. The driver tells it twice, and an error that
  // nobody hears would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => void client.on('error', () => {}));
  return pool;
}

/** `int8` (object id 20) as a number; one that is none is left as text, for `verify` to find. */
const getTypeParser = ((oid: number, format?: 'text') =>
  oid === 20 ? readWhole : types.getTypeParser(oid, format)) as typeof types.getTypeParser;

function readWhole(text: string): number | string {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}

/** What a query is sent with that no timeout of ours ends. */
export const forAsLongAsItTakes = { query_timeout: 2_147_483_647 };
