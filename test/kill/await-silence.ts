import { Client } from 'pg';

/**
 * Waits until nobody but us works on a PostgreSQL database: what a killed process had sent before its end may still be on
 * its way to being committed.
 */
export async function awaitSilence(url: string): Promise<void> {
  const { pathname, searchParams } = new URL(url);
  const client = new Client({ host: searchParams.get('host')!, user: 'postgres', database: pathname.slice(1) });
  await client.connect();
  const others = `select count(*)::int as others from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`;
  for (let tries = 0; (await client.query(others)).rows[0].others > 0; tries++) {
    if (tries > 6000) throw new Error('expected the connections of killed processes to end');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await client.end();
}
