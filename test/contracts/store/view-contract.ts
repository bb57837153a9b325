import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Asked, Span, Store, View } from '../../../src/contracts/store.ts';
import { add, draft, type MakeStore } from './drafts.ts';

/** What reading together promises: the same as asking one by one, and all of it as of one moment. */
export function viewContract(make: MakeStore): void {
  describe('a view', () => {
    it('answers what asking one by one answers while nobody writes', async () => {
      const { store } = await make(3);
      const names = keys.map((key) => ({ table: tables[key.length % tables.length]!, key }));
      await store.append(1, null, [draft('one'), draft('two')], {
        keys: ['alias'],
        rows: names.map((name) => ({ ...name, value: JSON.stringify(name.key) })),
      });
      await add(store, 2, draft('three'));
      await store.append(2, 'any', [], { rows: [{ ...names[1]!, value: null }] });
      const text = fc.constantFrom(...keys, 'nothing', '');
      const span = fc.record(
        { table: fc.constantFrom(...tables), from: text, most: fc.integer({ min: 1, max: 9 }), before: text },
        { requiredKeys: ['table', 'from', 'most'] },
      );
      const asked: fc.Arbitrary<Asked> = fc.record(
        {
          shard: fc.nat(2),
          keys: fc.array(fc.constantFrom('one', 'two', 'three', 'alias', 'none'), { maxLength: 4 }),
          rows: fc.array(fc.record({ table: fc.constantFrom(...tables), key: text }), { maxLength: 6 }),
          spans: fc.array(span as fc.Arbitrary<Span>, { maxLength: 5 }),
        },
        { requiredKeys: [] },
      );
      await fc.assert(
        fc.asyncProperty(asked, async (each) => {
          expect(await store.view(each)).toEqual(await oneByOne(store, each));
        }),
        { numRuns: 60 },
      );
    });

    it('of nothing answers nothing, and of an empty shard no newest entry', async () => {
      const { store } = await make(2);
      const nothing: View = { head: null, places: [], rows: [], spans: [] };
      expect(await store.view({})).toEqual(nothing);
      expect(await store.view({ shard: 1 })).toEqual(nothing);
    });

    it('is of one moment: a commit made meanwhile is in all of it or in nothing of it', async () => {
      const { store, again } = await make(1);
      const other = await again();
      const write = async (turn: number): Promise<void> => {
        const rows = ['a', 'm', 'z'].map((key) => ({ table: 'x', key, value: String(turn) }));
        await other.append(0, 'any', [draft(`turn ${turn}`)], { rows });
      };
      await write(0);
      const writing = (async () => {
        for (let turn = 1; turn <= 40; turn++) await write(turn);
      })();
      const seen = new Set<number>();
      for (let look = 0; look < 40; look++) {
        const view = await store.view({
          shard: 0,
          keys: [`turn ${Math.max(...seen, 0) + 1}`],
          rows: [{ table: 'x', key: 'z' }],
          spans: [
            { table: 'x', from: 'a', most: 1 },
            { table: 'x', from: 'b', most: 9, before: 'zz' },
          ],
        });
        const turn = view.head!.n;
        const rows = [...view.rows, ...view.spans.flat()];
        expect(rows.map(({ key, value }) => [key, value])).toEqual(['z', 'a', 'm', 'z'].map((key) => [key, `${turn}`]));
        expect(view.places[0]?.n ?? null).toBe(turn > Math.max(...seen, 0) ? Math.max(...seen, 0) + 1 : null);
        seen.add(turn);
      }
      await writing;
    });
  });
}

const tables = ['x', 'y'];
const keys = ['a', 'a/b', 'a/b/c', 'b', '\ufb33', '\u{1f600}', 'c/\u{10ffff}', 'zz'];

async function oneByOne(store: Store, { shard, keys: named = [], rows = [], spans = [] }: Asked): Promise<View> {
  return {
    head: (await store.heads()).find((each) => each.shard === shard) ?? null,
    places: await Promise.all(named.map((key) => store.find(key))),
    rows: await Promise.all(rows.map((name) => store.row(name))),
    spans: await Promise.all(spans.map(({ table, from, most, before }) => store.rows(table, from, most, before))),
  };
}
