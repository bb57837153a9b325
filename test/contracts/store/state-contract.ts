import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CapUse, Store } from '../../../src/contracts/store.ts';
import { headOf } from '../../../src/core/ledger/entry.ts';
import { sealDraft } from '../../../src/core/ledger/entry-seal.ts';
import { add, draft, findingsOf, type MakeStore, readAll, task } from './drafts.ts';

/** What rows, caps and retention promise. */
export function stateContract(make: MakeStore): void {
  describe('rows', () => {
    it('are written by compare-and-set: of two who saw the same version one is told what stands now', async () => {
      const { store, again } = await make(1);
      const name = { table: 'rollups', key: '2026-01-31' };
      expect(await store.row(name)).toEqual({ ...name, value: null, version: 0 });
      const write = (by: Store, value: string, wanted: number) =>
        by.append(0, 'any', [], { rows: [{ ...name, value, expect: wanted }] });
      const answers = await Promise.all([write(store, '1', 0), write(await again(), '2', 0)]);
      expect(answers.map(({ kind }) => kind).sort()).toEqual(['committed', 'stale']);
      expect((await store.row(name)).version).toBe(1);
      expect((await write(store, '3', 1)).kind).toBe('committed');
      expect(await store.row(name)).toEqual({ ...name, value: '3', version: 2 });
    });

    it('race 10: a row that was deleted and made again is not the one that was seen before', async () => {
      const { store } = await make(1);
      const name = { table: 'grants', key: 'sg-0a1b' };
      const write = (value: string | null, wanted?: number) =>
        store.append(0, 'any', [], { rows: [{ ...name, value, ...(wanted === undefined ? {} : { expect: wanted }) }] });
      await write('1');
      await write(null);
      expect(await store.row(name)).toEqual({ ...name, value: null, version: 2 });
      expect((await write('2', 0)).kind).toBe('stale');
      expect((await write('2', 2)).kind).toBe('committed');
      expect((await write('3', 1)).kind).toBe('stale');
    });

    it('race 8: a kill switch and the order that turned it are one commit, and others see it at once', async () => {
      const { store, again } = await make(1);
      const rows = [{ table: 'switches', key: 'stop', value: 'true', expect: 0 }];
      const body = {
        kind: 'ordered',
        order: 'stop',
        person: 'alice@example.com',
        on: 'all',
        reason: 'incident',
      } as const;
      await store.append(0, 'any', [draft('order/1', { body: { ...body, until: null, detail: null } })], { rows });
      expect((await (await again()).row({ table: 'switches', key: 'stop' })).value).toBe('true');
    });

    it('are listed by key, table by table, from a key on, without deleted ones', async () => {
      const { store } = await make(1);
      const rows = ['b', 'a', 'c', '\u{1f600}', '\ufb33'].map((key) => ({ table: 'x', key, value: '1' }));
      await store.append(0, 'any', [], { rows: [...rows, { table: 'y', key: 'a', value: '1' }] });
      await store.append(0, 'any', [], { rows: [{ table: 'x', key: 'c', value: null }] });
      const keys = async (from: string, most: number, before?: string) =>
        (await store.rows('x', from, most, before)).map(({ key }) => key);
      expect(await keys('', 10)).toEqual(['a', 'b', '\ufb33', '\u{1f600}']);
      expect(await keys('b', 2)).toEqual(['b', '\ufb33']);
      expect(await keys('', 10, '\ufb33')).toEqual(['a', 'b']);
      expect(await keys('b', 10, '\u{1f600}')).toEqual(['b', '\ufb33']);
      expect(await keys('b', 1, 'z')).toEqual(['b']);
    });
  });

  describe('caps', () => {
    it('race 7: whoever uses them at once, no window ever holds more than allowed', async () => {
      const uses = fc.array(fc.record({ name: fc.constantFrom('g', 'h'), at: fc.nat(400), by: fc.nat(30) }), {
        minLength: 5,
        maxLength: 40,
      });
      await fc.assert(
        fc.asyncProperty(uses, fc.integer({ min: 1, max: 4 }), async (asked, count) => {
          const { store, again } = await make(1);
          const workers = [store, await again(), await again()];
          const [per, granted] = [100, new Map<string, Map<string, number>>()];
          const use = async (worker: Store, { name, at, by }: (typeof asked)[number]) => {
            const cap: CapUse = { name, per, count, at, by: `act_${by}` };
            const { kind } = await worker.append(0, 'any', [], { caps: [cap] });
            if (kind !== 'committed') return;
            const held = granted.get(name) ?? new Map<string, number>();
            granted.set(name, held.set(cap.by, Math.max(at, held.get(cap.by) ?? at)));
          };
          await Promise.all(asked.map((each, turn) => use(workers[turn % 3]!, each)));
          for (const held of granted.values())
            for (const end of held.values())
              expect([...held.values()].filter((at) => at > end - per && at <= end).length).toBeLessThanOrEqual(count);
        }),
        { numRuns: 25 },
      );
    });

    it('the same action counts once, a use given back is free again, an old one no longer counts', async () => {
      const { store } = await make(1);
      const use = (by: string, at: number) =>
        store.append(0, 'any', [], { caps: [{ name: 'actor', per: 100, count: 2, at, by }] }).then(({ kind }) => kind);
      expect([await use('a', 10), await use('a', 20), await use('b', 30)]).toEqual(Array(3).fill('committed'));
      expect(await use('c', 40)).toBe('capped');
      await store.append(0, 'any', [], { returned: [{ name: 'actor', by: 'b' }] });
      expect([await use('c', 40), await use('d', 119)]).toEqual(['committed', 'capped']);
      expect(await use('d', 120)).toBe('committed');
    });

    it('two uses of one cap in one commit count as two', async () => {
      const { store } = await make(1);
      const use = (by: string) => ({ name: 'group', per: 100, count: 1, at: 10, by });
      expect(await store.append(0, 'any', [], { caps: [use('a'), use('b')] })).toEqual({
        kind: 'capped',
        name: 'group',
        used: 1,
      });
      expect((await store.append(0, 'any', [], { caps: [use('b')] })).kind).toBe('committed');
    });
  });

  describe('retention', () => {
    it('R101: erases bodies before a time, never those of seals; the chain still proves once a seal says so', async () => {
      const { store } = await make(2);
      await add(store, 1, draft('old', { at: 1000 }), draft('new', { at: 3000 }));
      await add(store, 0, sealDraft(await store.heads(), 1500, 'a', null));
      const before = await store.heads();
      expect(await store.erase(2000)).toEqual({ kind: 'erased', bodies: 1 });
      expect((await readAll(store)).map(({ header, body }) => [header.key, body === null])).toEqual([
        ['seal/a', false],
        ['old', true],
        ['new', false],
      ]);
      expect(await store.heads()).toEqual(before);
      expect(await findingsOf(store)).toEqual(['erased 1:0']);
      await add(store, 0, sealDraft(await store.heads(), 4000, 'b', 2000));
      expect(await findingsOf(store, before)).toEqual([]);
      expect(await store.erase(2000)).toEqual({ kind: 'erased', bodies: 0 });
    });

    it('forgets what is over, and nothing that is still to be done', async () => {
      const { store } = await make(1);
      await store.append(0, null, [draft('a')], {
        tasks: [task('done'), task('open')],
        caps: [{ name: 'g', per: 100, count: 1, at: 1000, by: 'x' }],
      });
      await store.lease({ worker: 'one', kinds: ['revert'], now: 1000, span: 100, most: 1 });
      await store.finish({ task: 'done', fence: 1 });
      await store.erase(2000);
      expect([await store.task('done'), (await store.task('open'))?.state]).toEqual([null, 'open']);
      expect(await store.find('a')).toEqual({ shard: 0, n: 0 });
      const [entry] = await readAll(store);
      expect(await store.append(0, null, [draft('a')])).toMatchObject({ kind: 'duplicate' });
      expect(await store.heads()).toEqual([headOf(entry!)]);
    });
  });
}
