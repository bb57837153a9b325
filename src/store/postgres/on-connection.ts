import type { Pool, PoolClient } from 'pg';

/** Does work on a connection of the pool. One on which the work failed is in an unknown state: it is closed. */
export async function onConnection<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const did = await work(client);
    client.release();
    return did;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
