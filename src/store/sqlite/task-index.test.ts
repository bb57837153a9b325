import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openSqliteStore } from './sqlite-store.ts';

test('a store that was made before tasks were found by their kind finds them so, the longest due first', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-tasks-'));
  const path = join(folder, 'old.db');
  const open = () => {
    const opened = openSqliteStore({ path });
    if (opened.kind === 'refused') throw new Error(opened.why);
    return opened.store;
  };
  const made = open();
  const task = (id: string, kind: string, due: number) => ({ id, key: id, kind, due, body: '{}' });
  const waiting = Array.from({ length: 50 }, (_, at) => task(`mail ${at}`, 'deliver/mail', at));
  await made.append(0, null, [], {
    tasks: [...waiting, task('b', 'act', 60), task('a', 'look', 60), task('c', 'act', 70)],
  });
  await made.close();
  const db = new DatabaseSync(path);
  db.exec(`drop index task_kind; create index task_due on task (due, id) where state = 'open'`);
  db.close();
  const store = open();
  const asked = { worker: 'one', kinds: ['act', 'look', 'act'], now: 100, span: 10 };
  const taken = await store.lease({ ...asked, most: 2 });
  expect(taken.kind === 'leased' && taken.tasks.map(({ id }) => id)).toEqual(['a', 'b']);
  const rest = await store.lease({ ...asked, most: 5 });
  expect(rest.kind === 'leased' && rest.tasks.map(({ id }) => id)).toEqual(['c']);
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
