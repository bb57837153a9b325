import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/leaf/canonical.ts';
import { headOf } from '../../../src/core/ledger/entry.ts';
import { add, draft, findingsOf, type MakeStore, readAll, task } from './drafts.ts';

/** What a commit promises. */
export function appendContract(make: MakeStore): void {
  describe('a commit', () => {
    it('R99: gives entries the next places of their shard, each chained to the one before', async () => {
      const { store } = await make(3);
      const first = await store.append(1, null, [draft('a')]);
      if (first.kind !== 'committed') throw new Error(first.kind);
      const head = headOf(first.entries[0]!);
      const second = await store.append(1, head, [draft('b'), draft('c')]);
      expect(second).toMatchObject({ kind: 'committed', entries: [{ header: { n: 1 } }, { header: { n: 2 } }] });
      await add(store, 2, draft('d'));
      const all = await readAll(store);
      expect(all.map(({ header }) => `${header.shard}:${header.n} ${header.key}`)).toEqual([
        '1:0 a',
        '1:1 b',
        '1:2 c',
        '2:0 d',
      ]);
      expect(await store.heads()).toEqual([headOf(all[2]!), headOf(all[3]!)]);
      expect(await findingsOf(store)).toEqual([]);
    });

    it('on another head than the newest loses, is told the newest, and changes nothing', async () => {
      const { store, again } = await make(1);
      const [one] = await add(store, 0, draft('a'));
      const other = await again();
      const [two] = await add(other, 0, draft('b'));
      const effects = { tasks: [task('t')], rows: [{ table: 'x', key: 'k', value: '1' }] };
      for (const expected of [null, headOf(one!)])
        expect(await store.append(0, expected, [draft('c')], effects)).toEqual({ kind: 'lost', head: headOf(two!) });
      expect([
        await store.find('c'),
        await store.task('t'),
        (await store.row({ table: 'x', key: 'k' })).version,
      ]).toEqual([null, null, 0]);
      expect((await store.append(0, headOf(two!), [draft('c')], effects)).kind).toBe('committed');
    });

    it('on a shard that is still empty expects just that', async () => {
      const { store } = await make(2);
      const [one] = await add(store, 0, draft('a'));
      expect(await store.append(1, headOf(one!), [draft('b')])).toEqual({ kind: 'lost', head: null });
      expect((await store.append(1, null, [draft('b')])).kind).toBe('committed');
    });

    it('of several at once on one head exactly one wins', async () => {
      const { store, again } = await make(1);
      const workers = [store, await again(), await again()];
      const answers = await Promise.all(workers.map((each, at) => each.append(0, null, [draft(`k${at}`)])));
      expect(answers.map(({ kind }) => kind).sort()).toEqual(['committed', 'lost', 'lost']);
      expect(await readAll(store)).toHaveLength(1);
    });

    it('a key is taken once: who comes second learns which entry has it, even on an old head, and writes nothing', async () => {
      const { store, again } = await make(2);
      const other = await again();
      await add(store, 0, draft('x'), draft('a'));
      const answer = await other.append(1, null, [draft('b'), draft('a'), draft('x')], { tasks: [task('t')] });
      expect(answer).toEqual({
        kind: 'duplicate',
        of: [
          { key: 'a', place: { shard: 0, n: 1 } },
          { key: 'x', place: { shard: 0, n: 0 } },
        ],
      });
      expect([await store.find('b'), await store.task('t')]).toEqual([null, null]);
      expect(await readAll(store, 1)).toEqual([]);
    });

    it('other names of the same thing lead to its first entry', async () => {
      const { store } = await make(1);
      await store.append(0, null, [draft('a'), draft('b')], { keys: ['shared event', 'odd\0\ud800'] });
      for (const key of ['shared event', 'odd\0\ud800']) expect(await store.find(key)).toEqual({ shard: 0, n: 0 });
      expect(await store.append(0, 'any', [draft('c')], { keys: ['shared event'] })).toMatchObject({
        kind: 'duplicate',
      });
      expect((await store.append(0, 'any', [draft('shared event')])).kind).toBe('duplicate');
    });

    it('all its effects happen, or none: a stale row, a used-up cap or a lost lease takes everything back', async () => {
      const { store } = await make(1);
      await store.append(0, null, [draft('a')], {
        rows: [{ table: 'x', key: 'k', value: '1' }],
        caps: [{ name: 'group:sg-1', per: 1000, count: 1, at: 5000, by: 'act_1' }],
      });
      const fine = {
        tasks: [task('t')],
        rows: [{ table: 'x', key: 'other', value: '2', expect: 0 }],
        caps: [{ name: 'group:sg-2', per: 1000, count: 1, at: 5000, by: 'act_2' }],
      };
      const row = { table: 'x', key: 'k', value: '1', version: 1 };
      expect(
        await store.append(0, 'any', [draft('b')], { ...fine, rows: [...fine.rows, { ...row, expect: 7 }] }),
      ).toEqual({ kind: 'stale', row });
      const full = { name: 'group:sg-1', per: 1000, count: 1, at: 5500, by: 'act_2' };
      expect(await store.append(0, 'any', [draft('b')], { ...fine, caps: [...fine.caps, full] })).toEqual({
        kind: 'capped',
        name: 'group:sg-1',
        used: 1,
      });
      expect(await store.append(0, 'any', [draft('b')], { ...fine, finished: [{ task: 'none', fence: 1 }] })).toEqual({
        kind: 'fenced',
        task: 'none',
      });
      expect([await store.find('b'), await store.task('t')]).toEqual([null, null]);
      expect((await store.row({ table: 'x', key: 'other' })).version).toBe(0);
      expect((await store.append(0, 'any', [draft('b')], fine)).kind).toBe('committed');
    });

    it('without entries it has effects alone', async () => {
      const { store } = await make(1);
      const rows = [{ table: 'checkpoints', key: 'timeline', value: '[[0,7]]', expect: 0 }];
      expect(await store.append(0, 'any', [], { rows })).toEqual({ kind: 'committed', entries: [] });
      expect((await store.append(0, 'any', [], { rows })).kind).toBe('stale');
      expect(await readAll(store)).toEqual([]);
    });

    it('a key or a row named twice in it is a fault of the caller, and nothing is written', async () => {
      const { store } = await make(1);
      const row = { table: 'x', key: 'k', value: '1' };
      await expect(store.append(0, null, [draft('a'), draft('a')])).rejects.toThrow(RangeError);
      await expect(store.append(0, null, [draft('a')], { keys: ['a'] })).rejects.toThrow(RangeError);
      await expect(store.append(0, null, [draft('a')], { rows: [row, row] })).rejects.toThrow(RangeError);
      await expect(store.append(0, null, [], { keys: ['a'] })).rejects.toThrow(RangeError);
      await expect(store.append(1, null, [draft('a')])).rejects.toThrow(RangeError);
      expect(await store.heads()).toEqual([]);
    });

    it('that nobody waits for any more does nothing', async () => {
      const { store } = await make(1);
      const answer = await store.append(0, null, [draft('a')], {}, AbortSignal.abort());
      expect(answer).toMatchObject({ kind: 'unavailable', maybe: false });
      expect(await store.heads()).toEqual([]);
    });

    it('whatever text a record brings is kept to the byte, and the chain proves', async () => {
      const { store, again } = await make(1);
      const json = fc.jsonValue() as fc.Arbitrary<Json>;
      let serial = 0;
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary' }), json, async (key, detail) => {
          const body = { ...ordered, reason: key, detail };
          const [written] = await add(store, 0, draft(`${serial++}\0\ud800${key}`, { body }));
          const found = await (await again()).find(`${serial - 1}\0\ud800${key}`);
          expect(found).toEqual({ shard: 0, n: written!.header.n });
          for await (const read of store.read(0, written!.header.n)) expect(read).toEqual(written);
        }),
        { numRuns: 25 },
      );
      expect(await findingsOf(store)).toEqual([]);
    });

    it('entries are read in order from any place, however many there are', async () => {
      const { store } = await make(1);
      await add(store, 0, ...Array.from({ length: 700 }, (_, at) => draft(`k${at}`)));
      const found: string[] = [];
      for await (const { header } of store.read(0, 300)) found.push(header.key);
      expect(found).toEqual(Array.from({ length: 400 }, (_, at) => `k${at + 300}`));
    });
  });
}

const ordered = {
  kind: 'ordered',
  order: 'allow',
  person: 'alice@example.com',
  on: 'sg-0a1b',
  reason: '',
  until: null,
  detail: null,
} as const;
