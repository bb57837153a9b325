import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Store } from '../../../src/contracts/store.ts';
import type { SqliteSettings } from '../../../src/store/sqlite/connect.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { storeContract } from './store-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-store-'));
const open: Store[] = [];
let serial = 0;

afterAll(async () => {
  for (const store of open) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function opened(settings: SqliteSettings): Store {
  const opening = openSqliteStore(settings);
  if (opening.kind === 'refused') throw new Error(opening.why);
  open.push(opening.store);
  return opening.store;
}

storeContract('the store in a SQLite file, a connection for each worker', async (shards) => {
  const path = join(folder, `${serial++}.db`);
  return { store: opened({ path, shards }), again: async () => opened({ path }) };
});

storeContract('the store in SQLite’s memory, one connection for all workers', async (shards) => {
  const store = opened({ path: ':memory:', shards });
  return { store, again: async () => store };
});
