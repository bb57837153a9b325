import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../src/contracts/store.ts';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { watchRecords } from '../ledger/watch-records.ts';
import { drainQueue } from '../loop/drain-queue.ts';
import { revertLatency } from '../loop/revert-latency.ts';

// `loop drain <nothing, sqlite or URL> <records> <endpoint>`, `loop revert <sqlite or URL> <openings> <a second>` or
// `loop watch sqlite <records> <one in so many>`, as a program of its own, so that its memory is its own.

const [what, place, first, second] = process.argv.slice(2);
const count = Number(first);
const folder = mkdtempSync(join(tmpdir(), 'portcullis-loop-bench-'));
try {
  const store = place === 'nothing' ? null : await open();
  process.stdout.write(JSON.stringify(await measure(store)));
  await store?.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function open(): Promise<Store> {
  const opening =
    place === 'sqlite'
      ? openSqliteStore({ path: join(folder, 'ledger.db'), shards: 64 })
      : await openPostgresStore({ url: place!, shards: 64 });
  if (opening.kind === 'refused') throw new Error(opening.why);
  return opening.store;
}

async function measure(store: Store | null): Promise<object> {
  if (what === 'drain') return { perSecond: await drainQueue(second!, count, store) };
  return what === 'watch'
    ? await watchRecords(store!, count, { remembers: true, oneIn: Number(second) })
    : await revertLatency(store!, count, Number(second));
}
