import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Store } from '../../../src/contracts/store.ts';
import { inSchema } from '../../../src/store/postgres/migrations.ts';
import { openPostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { servers, withPostgres } from '../../postgres/with-postgres.ts';
import { storeContract } from './store-contract.ts';

interface Made {
  readonly url: string;
  readonly schema: string;
  readonly store: Store;
  /** Handles of other workers. */
  readonly others: Store[];
}

for (const name of Object.keys(servers) as (keyof typeof servers)[]) {
  withPostgres(name, { safe: false }, (server) => {
    let [database, serial]: [string, number] = ['', 0];
    const made: Made[] = [];
    /** Stores that tests before have left, empty. */
    const empty: Made[] = [];

    beforeAll(async () => {
      database = await server().newDatabase('contract');
    }, 60_000);
    afterEach(async () => {
      for (const other of made.flatMap(({ others }) => others.splice(0))) await other.close();
      await server().run(database, made.map(({ schema }) => inSchema(emptied, schema)).join(';'));
      empty.push(...made.splice(0));
    });
    afterAll(async () => {
      for (const { store } of empty) await store.close();
    }, 60_000);

    storeContract('the store in a schema of its own, a pool for each worker', async (shards) => {
      const at = empty.findIndex(({ store }) => store.shards === shards);
      const schema = `s${serial++}`;
      const url = `${database}&schema=${schema}`;
      const found = at < 0 ? { url, schema, store: await opened(url, shards), others: [] } : empty.splice(at, 1)[0]!;
      made.push(found);
      const again = async (): Promise<Store> => {
        const other = await opened(found.url);
        found.others.push(other);
        return other;
      };
      return { store: found.store, again };
    });
  });
}

/** Making tables takes longer than most tests do; emptying them does not. */
const emptied = `set session_replication_role = replica;
  delete from $.entry; delete from $.key; delete from $.task; delete from $.cap; delete from $.row;
  update $.shard set n = null, hash = null where n is not null`;

async function opened(url: string, shards = 1): Promise<Store> {
  const opening = await openPostgresStore({ url, shards, connections: 2 });
  if (opening.kind === 'refused') throw new Error(opening.why);
  return opening.store;
}
