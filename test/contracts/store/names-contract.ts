import { describe, expect, it } from 'vitest';
import { add, draft, findingsOf, type MakeStore, task } from './drafts.ts';

/** What holds of names whatever they are: they come from outside, and a name that a store cannot hold would stop it. */
export function namesContract(make: MakeStore): void {
  describe('names of any length', () => {
    it('name entries, tasks, caps and rows as short ones do', async () => {
      const { store, again } = await make(1);
      const [one, other] = [longName('one'), longName('other')];
      await add(store, 0, draft(one));
      expect(await (await again()).find(one)).toEqual({ shard: 0, n: 0 });
      expect((await store.append(0, 'any', [draft(one)])).kind).toBe('duplicate');
      const effects = {
        keys: [longName('alias')],
        tasks: [task(one), task(other), task('third', { key: one, due: 2000 })],
        caps: [{ name: one, per: 100, count: 1, at: 10, by: other }],
        rows: [{ table: one, key: other, value: '1' }],
      };
      expect((await store.append(0, 'any', [draft(other)], effects)).kind).toBe('committed');
      expect(await store.find(longName('alias'))).toEqual({ shard: 0, n: 1 });
      expect((await store.task(other))?.key).toBe(`key of ${other}`);
      const full = { name: one, per: 100, count: 1, at: 20, by: 'another' };
      expect(await store.append(0, 'any', [], { caps: [full] })).toEqual({ kind: 'capped', name: one, used: 1 });
      expect((await store.row({ table: one, key: other })).version).toBe(1);
      expect(await findingsOf(store)).toEqual([]);
    });

    it('sort rows by their whole key, however much of it two have in common', async () => {
      const { store } = await make(1);
      const keys = ['b', `${longName('')}b`, `${longName('')}a`, `${longName('')}`, 'a'];
      await store.append(0, 'any', [], { rows: keys.map((key) => ({ table: 'x', key, value: '1' })) });
      const listed = async (from: string, most: number, before?: string) =>
        (await store.rows('x', from, most, before)).map(({ key }) => key.replace(longName(''), '…'));
      expect(await listed('', 9)).toEqual(['a', 'b', '…', '…a', '…b']);
      expect(await listed(`${longName('')}a`, 9)).toEqual(['…a', '…b']);
      expect(await listed('b', 9, `${longName('')}b`)).toEqual(['b', '…', '…a']);
      expect(await listed(longName(''), 1, `${longName('')}b`)).toEqual(['…']);
      const span = { table: 'x', from: 'b', most: 9, before: `${longName('')}b` };
      const { spans } = await store.view({ spans: [span, { table: 'x', from: longName(''), most: 9 }] });
      expect(spans.map((rows) => rows.map(({ key }) => key.replace(longName(''), '…')))).toEqual([
        ['b', '…', '…a'],
        ['…', '…a', '…b'],
      ]);
    });
  });
}

/** Long, and such that no compression makes it short. */
function longName(name: string): string {
  let state = 7;
  const units = Array.from({ length: 6000 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return 0x4e00 + ((state >> 8) % 20_000);
  });
  return String.fromCharCode(...units) + name;
}
