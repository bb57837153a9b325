import { Client } from 'pg';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { draft, findingsOf, readAll, task } from '../../../test/contracts/store/drafts.ts';
import { startBreakingProxy } from '../../../test/postgres/breaking-proxy.ts';
import { withPostgres } from '../../../test/postgres/with-postgres.ts';
import type { Store } from '../../contracts/store.ts';
import type { PostgresSettings } from './connect.ts';
import { openPostgresStore } from './postgres-store.ts';

withPostgres('the newest PostgreSQL', { safe: true }, (server) => {
  let [database, serial]: [string, number] = ['', 0];
  const open: { close(): Promise<void> }[] = [];
  const newUrl = (): string => `${database}&schema=out${serial++}`;

  beforeAll(async () => {
    database = await server().newDatabase('out');
  });
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.close();
  });

  async function opened(settings: PostgresSettings): Promise<Store> {
    const opening = await openPostgresStore({ connections: 2, ...settings });
    if (opening.kind === 'refused') throw new Error(opening.why);
    open.push(opening.store);
    return opening.store;
  }

  describe('a connection that breaks', () => {
    it('race 4: while a commit is on its way leaves it unknown whether it happened, and repeating it tells', async () => {
      const proxy = await startBreakingProxy(newUrl());
      open.push(proxy);
      const store = await opened({ url: proxy.url, shards: 1 });
      const commit = (key: string) => store.append(0, 'any', [draft(key)], { tasks: [task(key)] });
      proxy.breakAt('commit\0', 'before');
      expect(await commit('a')).toMatchObject({ kind: 'unavailable', maybe: true });
      expect((await commit('a')).kind).toBe('committed');
      proxy.breakAt('commit\0', 'after');
      expect(await commit('b')).toMatchObject({ kind: 'unavailable', maybe: true });
      expect(await commit('b')).toEqual({ kind: 'duplicate', of: [{ key: 'b', place: { shard: 0, n: 1 } }] });
      expect(await readAll(store)).toHaveLength(2);
    });

    it('before the commit was sent did nothing, and that is known', async () => {
      const proxy = await startBreakingProxy(newUrl());
      open.push(proxy);
      const store = await opened({ url: proxy.url, shards: 1 });
      for (const how of ['before', 'after'] as const)
        for (const word of ['begin', 'lockTasks']) {
          proxy.breakAt(word, how);
          const answer = await store.append(0, 'any', [draft('a')], { held: [{ task: 'none', fence: 1 }] });
          expect(answer).toMatchObject({ kind: 'unavailable', maybe: false });
        }
      expect(await store.append(0, null, [draft('a')])).toMatchObject({ kind: 'committed' });
    });

    it('while a task is settled or leased leaves that unknown; while something is read, rejects', async () => {
      const proxy = await startBreakingProxy(newUrl());
      open.push(proxy);
      const store = await opened({ url: proxy.url, shards: 1 });
      await store.append(0, 'any', [], { tasks: [task('t')] });
      const asked = { worker: 'one', kinds: ['revert'], now: 1000, span: 100, most: 1 };
      proxy.breakAt('leaseTasks', 'after');
      expect(await store.lease(asked)).toMatchObject({ kind: 'unavailable', maybe: true });
      expect((await store.task('t'))?.fence).toBe(1);
      proxy.breakAt('endTask', 'after');
      expect(await store.finish({ task: 't', fence: 1 })).toMatchObject({ kind: 'unavailable', maybe: true });
      expect(await store.finish({ task: 't', fence: 1 })).toEqual({ kind: 'fenced' });
      proxy.breakAt('findKey', 'before');
      await expect(store.find('a')).rejects.toThrow('the store cannot be read: ');
      expect(await store.find('a')).toBeNull();
    });
  });

  describe('a server', () => {
    it('promise 7: that crashes under load has all it acknowledged, and workers go on by themselves', async () => {
      const url = newUrl();
      const workers = await Promise.all([1, 2, 3].map(() => opened({ url, shards: 2 })));
      const acknowledged: string[] = [];
      let [stopping, failed] = [false, 0];
      const working = workers.map(async (store, name) => {
        for (let at = 0; !stopping; at++) {
          const answer = await store.append(at % 2, 'any', [draft(`${name}/${at}`)], {
            tasks: [task(`${name}/${at}`)],
          });
          if (answer.kind === 'committed') acknowledged.push(`${name}/${at}`);
          else {
            failed++;
            await wait(10);
          }
        }
      });
      const begun = performance.now();
      for (const enough of [20, 40]) {
        while (acknowledged.length < enough && performance.now() - begun < 100_000) await wait(5);
        if (enough === 20) await server().crash();
      }
      stopping = true;
      await Promise.all(working);
      const keys = new Set((await readAll(workers[0]!)).map(({ header }) => header.key));
      expect(acknowledged.filter((key) => !keys.has(key))).toEqual([]);
      expect(await findingsOf(workers[0]!)).toEqual([]);
      expect(acknowledged.length).toBeGreaterThanOrEqual(40);
      expect(failed).toBeGreaterThan(0);
    }, 180_000);

    it('that is away for a while: writes say so, reads reject, and afterwards all goes on', async () => {
      const store = await opened({ url: newUrl() });
      await store.append(0, null, [draft('a')]);
      await server().shutDown();
      expect(await store.append(0, 'any', [draft('b')])).toMatchObject({ kind: 'unavailable', maybe: false });
      expect(await store.finish({ task: 't', fence: 1 })).toMatchObject({ kind: 'unavailable', maybe: false });
      await expect(store.heads()).rejects.toThrow('the store cannot be read: ');
      await expect(store.backup()[Symbol.asyncIterator]().next()).rejects.toThrow('the store cannot be read: ');
      await server().startAgain();
      expect((await store.append(0, 'any', [draft('b')])).kind).toBe('committed');
    });
  });

  describe('who waits for somebody else', () => {
    it('waits no longer than its patience, and has done nothing', async () => {
      const url = newUrl();
      const patient = await opened({ url });
      const store = await opened({ url, patience: 3_000 });
      const other = await lockAllShards(url);
      const answer = await store.append(0, null, [draft('a')]);
      expect(answer).toEqual({
        kind: 'unavailable',
        maybe: false,
        why: 'canceling statement due to statement timeout',
      });
      await other.end();
      expect((await patient.append(0, null, [draft('a')])).kind).toBe('committed');
    });

    it('may give up at any time: it is told at once that nothing happened', async () => {
      const url = newUrl();
      const store = await opened({ url, patience: 120_000 });
      const other = await lockAllShards(url);
      const giving = new AbortController();
      const answer = store.append(0, null, [draft('a')], {}, giving.signal);
      await wait(100);
      const began = performance.now();
      giving.abort();
      expect(await answer).toEqual({ kind: 'unavailable', maybe: false, why: 'the caller gave up' });
      expect(performance.now() - began).toBeLessThan(45_000);
      await other.end();
      expect(await store.heads()).toEqual([]);
      expect((await store.append(0, null, [draft('a')])).kind).toBe('committed');
    });
  });
});

async function lockAllShards(url: string): Promise<Client> {
  const { pathname, searchParams } = new URL(url);
  const client = new Client({ host: searchParams.get('host')!, user: 'postgres', database: pathname.slice(1) });
  await client.connect();
  await client.query(`begin; select 1 from ${searchParams.get('schema')}.shard for update`);
  return client;
}

async function wait(millis: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, millis));
}
