import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { askLedger } from '../ledger/ask-ledger.ts';
import { fillLedger } from '../ledger/fill-ledger.ts';
import { residentMb, watchRecords } from '../ledger/watch-records.ts';

// `ledger fill <groups> <days>` or `ledger watch <records>`, as a program of its own, so that its memory is its own.

const [what, first, second] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'portcullis-ledger-bench-'));
try {
  const path = join(folder, 'ledger.db');
  const opening = openSqliteStore({ path, shards: 64 });
  if (opening.kind === 'refused') throw new Error(opening.why);
  const { store } = opening;
  process.stdout.write(JSON.stringify(what === 'fill' ? await fill() : await watchRecords(store, Number(first))));
  await store.close();

  async function fill() {
    const [groups, days] = [Number(first), Number(second)];
    let rssAtTenth = 0;
    const began = performance.now();
    await fillLedger(store, groups, days, (entries) => {
      if (rssAtTenth === 0 && entries >= (groups * days) / 10) rssAtTenth = residentMb();
    });
    const seconds = (performance.now() - began) / 1000;
    const rssAtEnd = residentMb();
    return { seconds, rssAtTenth, rssAtEnd, ...(await askLedger(store, path, folder, groups)) };
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
