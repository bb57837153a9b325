import type { Connection, Pool, PoolClient } from 'pg';
import type { Unavailable } from '../../contracts/store.ts';
import { mayComeThrough, unavailable } from './outage.ts';
import { type Query, sendAll } from './statements.ts';

/** What a transaction came to: its work's answer, or that the store cannot be reached. */
export type Done<T> = { readonly kind: 'did'; readonly did: T } | Unavailable;

/** What work came to; `writes` are made and committed with it, `null`: nothing of it is to stay. */
export interface Worked<T> {
  readonly did: T;
  readonly writes: readonly Query[] | null;
}

/** Work inside a transaction, given the rows of each statement that was sent with `begin`. */
export type Work<T> = (client: PoolClient, first: readonly (readonly unknown[])[]) => Promise<Worked<T>>;

/** How often a transaction is begun at most: others that it meets each time have come through. */
const attempts = 20;

/** The answer to who does not wait any more. */
export const gaveUp: Unavailable = { kind: 'unavailable', maybe: false, why: 'the caller gave up' };

/**
 * Does work in one transaction, read committed: each statement sees what was committed before it began, so that work
 * which first takes the locks it needs sees what stands. `first` are statements that travel with `begin`; writes travel
 * with `commit`, and one that fails makes it none. From the moment these are sent nobody knows whether they happened until
 * the answer is there.
 */
export async function inTransaction<T>(
  pool: Pool,
  first: readonly string[],
  work: Work<T>,
  signal?: AbortSignal,
): Promise<Done<T>> {
  for (let left = attempts; left > 0; left--) {
    const done = await tryOnce(pool, first, work, signal);
    if (done !== 'again') return done;
  }
  return { kind: 'unavailable', maybe: false, why: `others came first ${attempts} times in a row` };
}

async function tryOnce<T>(
  pool: Pool,
  first: readonly string[],
  work: Work<T>,
  signal: AbortSignal | undefined,
): Promise<Done<T> | 'again'> {
  let [client, sent]: [PoolClient | null, boolean] = [null, false];
  const stop = (): void => void (client !== null && cut(client));
  try {
    client = await pool.connect();
    if (signal?.aborted) throw new Error(gaveUp.why);
    signal?.addEventListener('abort', stop);
    const begun: unknown = await client.query(['begin isolation level read committed', ...first].join(';'));
    const { did, writes } = await work(
      client,
      ([begun].flat() as { rows: unknown[] }[]).slice(1).map(({ rows }) => rows),
    );
    signal?.removeEventListener('abort', stop);
    if (signal?.aborted) throw new Error(gaveUp.why);
    sent = writes !== null;
    await sendAll(client, writes === null ? [{ text: 'rollback' }] : [...writes, { text: 'commit' }]);
    client.release();
    return { kind: 'did', did };
  } catch (error) {
    signal?.removeEventListener('abort', stop);
    client?.release(true);
    if (signal?.aborted && !sent) return gaveUp;
    return mayComeThrough(error) ? 'again' : unavailable(error, sent);
  }
}

/** Breaks a connection: who waits on it is told at once, and the server ends the transaction when it misses us. */
function cut(client: PoolClient): void {
  const { connection } = client as unknown as { readonly connection: Connection };
  connection.stream.destroy();
}
