import { inspect } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { draft, findingsOf, task } from '../../../test/contracts/store/drafts.ts';
import { withPostgres } from '../../../test/postgres/with-postgres.ts';
import type { Store } from '../../contracts/store.ts';
import { headOf } from '../../core/ledger/entry.ts';
import type { PostgresSettings } from './connect.ts';
import { openPostgresStore } from './postgres-store.ts';
import { verifyPostgres } from './verify-postgres.ts';

withPostgres('the newest PostgreSQL', { safe: false }, (server) => {
  let [database, serial]: [string, number] = ['', 0];
  const open: Store[] = [];
  const newUrl = (): string => `${database}&schema=own${serial++}`;
  const schemaOf = (url: string): string => new URL(url).searchParams.get('schema')!;

  beforeAll(async () => {
    database = await server().newDatabase('own');
  });
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
  });

  async function opened(settings: PostgresSettings): Promise<Store> {
    const opening = await openPostgresStore({ connections: 2, ...settings });
    if (opening.kind === 'refused') throw new Error(opening.why);
    open.push(opening.store);
    return opening.store;
  }

  async function refusal(settings: PostgresSettings): Promise<string> {
    const opening = await openPostgresStore(settings);
    return opening.kind === 'refused' ? opening.why.replace(/`postgres:[^`]*`/, '…') : 'opened';
  }

  describe('the schema of a store', () => {
    it('is made once by however many start at a time, and keeps what it was made with', async () => {
      const url = newUrl();
      const stores = await Promise.all([1, 2, 3, 4, 5, 6].map((shards) => opened({ url, shards })));
      expect(new Set(stores.map(({ shards }) => shards)).size).toBe(1);
      expect((await stores[0]!.append(0, null, [draft('a')])).kind).toBe('committed');
      expect(await stores[5]!.find('a')).toEqual({ shard: 0, n: 0 });
    });

    it('of the first version finds tasks by their kind from now on, the longest due first', async () => {
      const url = newUrl();
      const schema = schemaOf(url);
      const first = await opened({ url, shards: 1 });
      const kindOf = (id: string, kind: string, due: number) => task(id, { kind, due });
      const waiting = Array.from({ length: 50 }, (_, at) => kindOf(`mail ${at}`, 'deliver/mail', at));
      const others = [kindOf('b', 'act', 60), kindOf('a', 'look', 60), kindOf('c', 'act', 70)];
      expect((await first.append(0, null, [], { tasks: [...waiting, ...others] })).kind).toBe('committed');
      const back = `drop index ${schema}.task_kind; create index task_due on ${schema}.task (due) where state = 'open'`;
      await server().run(database, `${back}; update ${schema}.about set value = '1' where name = 'version'`);
      const store = await opened({ url });
      const asked = { worker: 'one', kinds: ['act', 'look', 'act'], now: 100, span: 10 };
      const leased = async (most: number) => {
        const taken = await store.lease({ ...asked, most });
        return taken.kind === 'leased' && taken.tasks.map(({ id }) => id);
      };
      expect([await leased(2), await leased(5)]).toEqual([['a', 'b'], ['c']]);
      const indexes = `select indexname from pg_indexes where schemaname = '${schema}' and indexname like 'task_%'`;
      expect(await server().run(database, `${indexes} and indexname not like '%key' order by 1`)).toEqual([
        { indexname: 'task_kind' },
      ]);
    });

    it('of another program or of a later version is refused and left as it was', async () => {
      const [other, later] = [newUrl(), newUrl()];
      await server().run(database, `create schema ${schemaOf(other)}; create table ${schemaOf(other)}.mine (x int)`);
      await opened({ url: later });
      await server().run(database, `update ${schemaOf(later)}.about set value = '9' where name = 'version'`);
      const [mine, nine] = [
        'holds tables of another program',
        'its tables are of version 9, this program knows version 2',
      ];
      expect(await refusal({ url: other })).toBe(`expected a store at …: its schema \`${schemaOf(other)}\` ${mine}`);
      expect(await refusal({ url: later })).toBe(`expected a store at …: ${nine}`);
      const tables = `select count(*)::int as n from pg_class c join pg_namespace s on s.oid = relnamespace`;
      expect(await server().run(database, `${tables} where nspname = '${schemaOf(other)}'`)).toEqual([{ n: 1 }]);
      expect(await refusal({ url: newUrl(), shards: 0 })).toBe('expected 1 to 4096 shards, got 0');
    });

    it('that an administrator made, empty, for a role that may make none is used', async () => {
      const url = newUrl();
      await server().run(database, `create role plain login; create schema ${schemaOf(url)} authorization plain`);
      expect((await opened({ url: url.replace('postgres@', 'plain@'), shards: 3 })).shards).toBe(3);
    });

    it('lets nobody change or delete an entry, only erase its body', async () => {
      const url = newUrl();
      const store = await opened({ url });
      await store.append(0, null, [draft('a')]);
      const entry = `${schemaOf(url)}.entry`;
      for (const sql of [
        `delete from ${entry}`,
        `truncate ${entry}`,
        `update ${entry} set at = 0`,
        `update ${entry} set body = '{}'`,
      ])
        await expect(server().run(database, sql)).rejects.toThrow('entries are only appended');
      await server().run(database, `update ${entry} set body = null`);
    });

    it('in a database that is not in UTF-8 is refused', async () => {
      await server().run(database, `create database latin encoding 'LATIN1' locale 'C' template template0`);
      const url = database.replace('/own?', '/latin?');
      expect(await refusal({ url })).toBe('expected a store at …: expected a database in UTF8, got one in LATIN1');
    });
  });

  describe('secrets', () => {
    it('a password is in no error, whatever fails', async () => {
      const secret = 'planted-secret-1';
      const url = database.replace('postgres@', `keyed:${secret}@`);
      await server().run(database, `create role keyed login password 'another'`);
      const host = new URL(database).searchParams.get('host')!;
      const urls = [
        url,
        url.replace('/own?', '/none?'),
        `${url}&x=1`,
        url.replace(host, '/nowhere'),
        `postgres://a:${secret}@[/x`,
      ];
      for (const each of urls) {
        const opening = await openPostgresStore({ url: each, patience: 1000 });
        expect(opening.kind).toBe('refused');
        expect(inspect(opening, { depth: 9, showHidden: true })).not.toContain(secret);
        expect(inspect(await verifyPostgres(each, [], () => {}), { depth: 9 })).not.toContain(secret);
      }
      await server().run(database, `alter role keyed password '${secret}'; grant create on database own to keyed`);
      const store = await opened({ url: `${url}&schema=keyed` });
      await store.close();
      open.pop();
      const error = await store.find('a').catch((thrown: unknown) => thrown);
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret);
      expect(await store.append(0, null, [draft('a')])).toMatchObject({ kind: 'unavailable', maybe: false });
    });
  });

  describe('verify', () => {
    it('proves a store that others go on writing to, with no right but to read', async () => {
      const url = newUrl();
      const store = await opened({ url, shards: 2 });
      const first = await store.append(1, null, [draft('a'), draft('b')]);
      if (first.kind !== 'committed') throw new Error(first.kind);
      const schema = schemaOf(url);
      await server().run(database, `create role reader login; grant usage on schema ${schema} to reader`);
      await server().run(database, `grant select on all tables in schema ${schema} to reader`);
      const reading = url.replace('postgres@', 'reader@');
      const anchor = headOf(first.entries[1]!);
      const proven = await verifyPostgres(reading, [anchor], () => expect.unreachable());
      expect(proven).toMatchObject({ kind: 'verified', as: 'store', verified: { entries: 2, shards: 2, findings: 0 } });
      const forged = `set session_replication_role = replica;
        update ${schema}.entry set body = '{}' where n = 0; update ${schema}.entry set at = 9007199254740993 where n = 1`;
      await server().run(database, forged);
      const found: string[] = [];
      await verifyPostgres(reading, [], ({ kind, shard, n }) => void found.push(`${kind} ${shard}:${n}`));
      expect(found).toContain('unreadable 1:1');
      expect(found.length).toBeGreaterThan(1);
    });

    it('of a place without a store says so', async () => {
      const none = await verifyPostgres(newUrl(), [], () => {});
      expect(none).toMatchObject({ kind: 'refused', why: expect.stringContaining('holds none') });
    });
  });

  describe('several workers', () => {
    it('a backup is of one moment, whatever is written while it is read', async () => {
      const url = newUrl();
      const [store, other] = [await opened({ url }), await opened({ url })];
      await store.append(0, null, [draft('a'), draft('b')]);
      const keys: string[] = [];
      for await (const kept of store.backup()) {
        const later = `later ${keys.length}`;
        expect((await other.append(0, 'any', [draft(later)], { tasks: [task(later)] })).kind).toBe('committed');
        keys.push(kept.kind === 'entry' ? kept.entry.header.key : kept.kind);
      }
      expect(keys).toEqual(['a', 'b']);
      expect(await findingsOf(store)).toEqual([]);
    });

    it('an import that its reader gives up, or that breaks off, leaves an empty store', async () => {
      const [store, source] = [await opened({ url: newUrl() }), await opened({ url: newUrl() })];
      await source.append(0, null, [draft('a'), draft('b')]);
      const broken = async function* () {
        for await (const kept of source.backup()) yield kept;
        throw new Error('the line went dead');
      };
      await expect(store.restore(broken())).rejects.toThrow('the line went dead');
      expect(await store.restore(source.backup(), AbortSignal.abort())).toMatchObject({ kind: 'unavailable' });
      expect(await store.heads()).toEqual([]);
      expect(await store.restore(source.backup())).toEqual({ kind: 'restored', entries: 2 });
      expect((await store.append(0, (await source.heads())[0]!, [draft('c')])).kind).toBe('committed');
    });

    it('commits of different shards that want the same keys, tasks, caps and rows in another order all come through', async () => {
      const url = newUrl();
      const stores = await Promise.all([1, 2, 3].map(() => opened({ url, shards: 8, connections: 4 })));
      const names = ['p', 'q', 'r', 's'];
      const began = performance.now();
      const kinds = await Promise.all(
        Array.from({ length: 60 }, async (_, at) => {
          const order = at % 2 === 0 ? names : names.toReversed();
          const answer = await stores[at % 3]!.append(at % 8, 'any', [draft(`k${at}`)], {
            keys: order.map((name) => `${name}${at >> 1}`),
            tasks: order.map((name) => task(`${name}${at >> 2}`)),
            caps: order.map((name) => ({ name, per: 1e9, count: 1000, at: 1, by: `${at}` })),
            rows: order.map((key) => ({ table: 'x', key, value: '1' })),
          });
          return answer.kind;
        }),
      );
      expect(kinds.filter((kind) => kind === 'committed')).toHaveLength(30);
      expect(kinds.filter((kind) => kind === 'duplicate')).toHaveLength(30);
      expect((await stores[0]!.row({ table: 'x', key: 'p' })).version).toBe(30);
      expect(await findingsOf(stores[0]!)).toEqual([]);
      // The server looks for a circle of waiters after a second: nobody had to be freed from one.
      const freed = await server().run(
        database,
        'select deadlocks::int from pg_stat_database where datname = current_database()',
      );
      expect([freed, performance.now() - began < 30_000]).toEqual([[{ deadlocks: 0 }], true]);
    });
  });
});
