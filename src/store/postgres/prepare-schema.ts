import type { Pool, PoolClient } from 'pg';
import { inSchema, migrations } from './migrations.ts';
import { onConnection } from './on-connection.ts';

/** How many shards a store has, or why there is none. */
export type Prepared =
  | { readonly kind: 'prepared'; readonly shards: number }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Finds a store, makes one where there is none, or brings it to our version; rejects when the server cannot be
 * reached. Who starts at the same time waits. A server before 15 or a database that is not in UTF-8 is refused.
 */
export async function prepareSchema(pool: Pool, schema: string, shards: number): Promise<Prepared> {
  return await onConnection(pool, async (client): Promise<Prepared> => {
    const problem = await findProblem(client);
    if (problem !== null) return { kind: 'refused', why: problem };
    const found = await readStore(client, schema);
    if (found.kind === 'store' && found.version === migrations.length)
      return { kind: 'prepared', shards: found.shards };
    await client.query('begin isolation level read committed');
    await client.query('select pg_advisory_xact_lock($1, hashtext($2))', [lockOfStarters, schema]);
    const made = await makeStore(client, schema, shards);
    await client.query(made.kind === 'prepared' ? 'commit' : 'rollback');
    return made;
  });
}

/** Looks for a store to read only: nothing is made, and one of another version is refused. */
export async function findSchema(pool: Pool, schema: string): Promise<Prepared> {
  return await onConnection(pool, async (client): Promise<Prepared> => {
    const found = await readStore(client, schema);
    if (found.kind !== 'store') return { kind: 'refused', why: `its schema \`${schema}\` holds none` };
    if (found.version !== migrations.length) return { kind: 'refused', why: sayVersion(found.version) };
    return { kind: 'prepared', shards: found.shards };
  });
}

/** `PCLS`, the first half of the lock's name; the second is the schema. */
const lockOfStarters = 0x50434c53;

async function makeStore(client: PoolClient, schema: string, shards: number): Promise<Prepared> {
  const found = await readStore(client, schema);
  if (found.kind === 'other')
    return { kind: 'refused', why: `its schema \`${schema}\` holds tables of another program` };
  const version = found.kind === 'store' ? found.version : 0;
  if (version > migrations.length) return { kind: 'refused', why: sayVersion(version) };
  if (found.kind === 'nothing') await client.query(`create schema "${schema}"`);
  for (const sql of migrations.slice(version)) await client.query(inSchema(sql, schema));
  const write = `insert into "${schema}".about values ('version', $1) on conflict (name) do update set value = $1`;
  await client.query(write, [String(migrations.length)]);
  if (found.kind === 'store') return { kind: 'prepared', shards: found.shards };
  await client.query(`insert into "${schema}".about values ('shards', $1)`, [String(shards)]);
  await client.query(`insert into "${schema}".shard (shard) select generate_series(0, $1::int - 1)`, [shards]);
  return { kind: 'prepared', shards };
}

type Found =
  /** There is no schema, or an empty one. */
  | { readonly kind: 'nothing' | 'empty' | 'other' }
  | { readonly kind: 'store'; readonly version: number; readonly shards: number };

async function readStore(client: PoolClient, schema: string): Promise<Found> {
  const { rows } = await client.query(
    `select count(c.oid)::int as tables, count(*) filter (where c.relname = 'about')::int as about
     from pg_namespace s left join pg_class c on c.relnamespace = s.oid where s.nspname = $1 group by s.oid`,
    [schema],
  );
  const { tables, about } = (rows[0] ?? { tables: -1, about: 0 }) as { tables: number; about: number };
  if (tables < 0) return { kind: 'nothing' };
  if (tables === 0) return { kind: 'empty' };
  if (about === 0) return { kind: 'other' };
  const facts = await client.query(`select name, value from "${schema}".about`);
  const values = new Map(facts.rows.map((row: { name: string; value: string }) => [row.name, Number(row.value)]));
  const [version, shards] = [values.get('version'), values.get('shards')];
  return version === undefined || shards === undefined ? { kind: 'other' } : { kind: 'store', version, shards };
}

async function findProblem(client: PoolClient): Promise<string | null> {
  const asked = `select current_setting('server_version_num')::int as version, current_setting('server_version') as name,
    current_setting('server_encoding') as encoding`;
  const { version, name, encoding } = (await client.query(asked)).rows[0] as Record<string, string | number>;
  if (Number(version) < 150_000) return `expected PostgreSQL 15 or newer, got ${name}`;
  return encoding === 'UTF8' ? null : `expected a database in UTF8, got one in ${encoding}`;
}

function sayVersion(version: number): string {
  return `its tables are of version ${version}, this program knows version ${migrations.length}`;
}
