import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { draft, findingsOf, task } from '../../../test/contracts/store/drafts.ts';
import type { Store } from '../../contracts/store.ts';
import type { SqliteSettings } from './connect.ts';
import { openSqliteStore } from './sqlite-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let serial = 0;
const newPath = (): string => join(folder, `${serial++}.db`);

function opened(settings: SqliteSettings): Store {
  const opening = openSqliteStore(settings);
  if (opening.kind === 'refused') throw new Error(opening.why);
  return opening.store;
}

describe('a store’s file', () => {
  it('is made for its owner alone, and keeps what it was made with', async () => {
    const path = newPath();
    const store = opened({ path, shards: 64 });
    await store.append(63, null, [draft('a')]);
    const modes = readdirSync(folder)
      .filter((name) => join(folder, name).startsWith(path))
      .map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(modes).toEqual(modes.map(() => 0o600));
    await store.close();
    const again = opened({ path, shards: 1 });
    expect([again.shards, await again.find('a')]).toEqual([64, { shard: 63, n: 0 }]);
    await again.close();
  });

  it('of another program, of a later version, damaged, or in no folder is refused and left as it was', () => {
    const [other, later, damaged] = [newPath(), newPath(), newPath()];
    const db = new DatabaseSync(other);
    db.exec('create table mine (x)');
    db.close();
    void opened({ path: later }).close();
    const newer = new DatabaseSync(later);
    newer.exec('pragma user_version = 2');
    newer.close();
    writeFileSync(damaged, 'not a database, but long enough to be taken for one'.repeat(20));
    const refusals = [other, later, damaged, join(folder, 'none', 'x.db')].map((path) => {
      const before = path.includes('none') ? '' : readFileSync(path, 'latin1');
      const opening = openSqliteStore({ path });
      if (!path.includes('none')) expect(readFileSync(path, 'latin1')).toBe(before);
      return opening.kind === 'refused' ? opening.why.replace(path, '…') : 'opened';
    });
    expect(refusals).toEqual([
      'expected a store at `…`, it is a SQLite file of another program',
      'expected a store at `…`, its tables are of version 2, this program knows version 1',
      'expected a store at `…`: file is not a database',
      expect.stringContaining('ENOENT'),
    ]);
    expect(openSqliteStore({ path: newPath(), shards: 0 })).toMatchObject({ kind: 'refused' });
  });

  it('lets nobody change or delete an entry, only erase its body', async () => {
    const path = newPath();
    const store = opened({ path });
    await store.append(0, null, [draft('a')]);
    const db = new DatabaseSync(path);
    for (const sql of ['delete from entry', 'update entry set at = 0', "update entry set body = '{}'"])
      expect(() => db.exec(sql)).toThrow('entries are only appended');
    db.exec('update entry set body = null');
    db.close();
    await store.close();
  });

  it('holds nothing of an erased body any more, neither in the file nor in its log', async () => {
    const path = newPath();
    const store = opened({ path });
    const secret = 'alice@example.com was here';
    const body = { kind: 'revised', of: 'x', verdict: null, because: secret.repeat(300) } as const;
    await store.append(0, null, [draft('a', { at: 1, body }), draft('b')]);
    const holds = () => [path, `${path}-wal`].some((file) => readFileSync(file, 'latin1').includes(secret));
    expect(holds()).toBe(true);
    expect(await store.erase(1000)).toEqual({ kind: 'erased', bodies: 1 });
    expect(holds()).toBe(false);
    await store.close();
  });
});

describe('several processes', () => {
  it('while another one writes longer than one waits, nothing happens and that is said', async () => {
    const path = newPath();
    const store = opened({ path, patience: 20 });
    await store.append(0, null, [draft('a')], { tasks: [task('t')] });
    const other = new DatabaseSync(path);
    other.exec('begin immediate');
    const busy = { kind: 'unavailable', maybe: false, why: 'database is locked' };
    expect(await store.append(0, 'any', [draft('b')])).toEqual(busy);
    expect(await store.lease({ worker: 'w', kinds: ['revert'], now: 1000, span: 1, most: 1 })).toEqual(busy);
    expect(await store.erase(1)).toEqual(busy);
    expect(await store.find('b')).toBeNull();
    other.exec('rollback');
    expect((await store.append(0, 'any', [draft('b')])).kind).toBe('committed');
    other.close();
    await store.close();
  });

  it('a backup is of one moment, whatever is written while it is read', async () => {
    const path = newPath();
    const [store, other] = [opened({ path }), opened({ path })];
    await store.append(0, null, [draft('a'), draft('b')]);
    const keys: string[] = [];
    for await (const kept of store.backup()) {
      const later = `later ${keys.length}`;
      expect((await other.append(0, 'any', [draft(later)], { tasks: [task(later)] })).kind).toBe('committed');
      keys.push(kept.kind === 'entry' ? kept.entry.header.key : kept.kind);
    }
    expect(keys).toEqual(['a', 'b']);
    expect(await findingsOf(store)).toEqual([]);
    await store.close();
    await other.close();
  });

  it('an import that its reader gives up, or that breaks off, leaves an empty store', async () => {
    const path = newPath();
    const store = opened({ path });
    const source = opened({ path: ':memory:' });
    await source.append(0, null, [draft('a'), draft('b')]);
    await expect(
      store.restore(
        (async function* () {
          for await (const kept of source.backup()) yield kept;
          throw new Error('the line went dead');
        })(),
      ),
    ).rejects.toThrow('the line went dead');
    expect(await store.restore(source.backup(), AbortSignal.abort())).toMatchObject({ kind: 'unavailable' });
    expect(await store.heads()).toEqual([]);
    expect(await store.restore(source.backup())).toEqual({ kind: 'restored', entries: 2 });
    await store.close();
  });
});
