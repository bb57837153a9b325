import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyHistory } from '../../../test/builders/any-history.ts';
import { changeWith } from '../../../test/builders/change.ts';
import { spillOf } from '../../../test/builders/read-records.ts';
import { snapshotOf } from '../../../test/builders/snapshot-of.ts';
import { World } from '../../../test/builders/world.ts';
import { readListBook } from '../../flow/load.ts';
import { noLooks } from '../../flow/looks.ts';
import type { ListEdited } from '../change/change.ts';
import { readListHistory } from './lists.ts';

async function bookOf(records: World['records'], look: Parameters<typeof readListBook>[1] = null) {
  const { spill } = await spillOf(records);
  const book = readListBook(spill, look);
  spill.close();
  return book;
}

test('R99: what is told of a list after each edit is what it holds, or that it is not known', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory({ eras: [2026], lists: true }), fc.nat(99), fc.boolean(), async (made, at, looked) => {
      const shown = made[at % made.length]!;
      const book = await bookOf(
        made.map((each) => each.record),
        looked ? snapshotOf(made.findLast((each) => each.at === shown.at)!.world, shown.at) : null,
      );
      for (const [id, { edits }] of book) {
        for (const { change, after } of edits) {
          const { versions } = made.at(-1)!.world.lists.get(id)!;
          if (after.entries !== null) expect(after.entries).toEqual([...versions[change.version! - 1]!].sort());
        }
      }
    }),
    { numRuns: 100, seed: 20_260_131 },
  );
});

test('a list that was made on record is known until an edit tells no entries', async () => {
  const world = new World();
  const list = world.list('offices', '203.0.113.0/24');
  world.do({ do: 'edit-list', list, add: ['198.51.100.0/24'], remove: ['203.0.113.0/24'] });
  world.do({ do: 'restore-list', list, version: 1 });
  world.do({ do: 'edit-list', list, add: ['192.0.2.0/24'], remove: [] });
  const { edits } = (await bookOf(world.records)).get(list)!;
  expect(edits.map((edit) => edit.after.entries)).toEqual([['203.0.113.0/24'], ['198.51.100.0/24'], null, null]);
  expect(new Set(edits.map((edit) => edit.after.version)).size).toBe(4);
});

test('a snapshot tells an older list forwards and backwards', async () => {
  const world = new World();
  const list = world.list('offices', '203.0.113.0/24');
  world.records.length = 0;
  world.do({ do: 'edit-list', list, add: ['198.51.100.0/24'], remove: [] });
  const look = world.look();
  world.wait(60).do({ do: 'edit-list', list, add: [], remove: ['203.0.113.0/24'] });
  const { edits, still } = (await bookOf(world.records, look)).get(list)!;
  expect(still.entries).toEqual(['203.0.113.0/24']);
  expect(edits.at(-1)!.after.entries).toEqual(['198.51.100.0/24']);
});

test('a refused edit is none', async () => {
  const world = new World();
  const list = world.list('offices', '203.0.113.0/24');
  world.refusing('Client.UnauthorizedOperation').do({ do: 'edit-list', list, add: ['0.0.0.0/0'], remove: [] });
  expect((await bookOf(world.records)).get(list)!.edits).toHaveLength(1);
});

test('several looks at a list each tell what it held until an edit that tells no entries', async () => {
  const world = new World();
  const list = world.list('offices', '203.0.113.0/24');
  world.records.length = 0;
  world.do({ do: 'edit-list', list, add: ['198.51.100.0/24'], remove: [] });
  const first = world.look();
  world.wait(60).do({ do: 'restore-list', list, version: 1 });
  const second = world.look();
  world.wait(60).do({ do: 'edit-list', list, add: ['192.0.2.0/24'], remove: [] });
  const seen = [first, second].map(({ takenAt, lists }) => ({ at: takenAt, found: lists[0]! }));
  const { spill } = await spillOf(world.records);
  const entries = (looks: typeof seen) => {
    const { still, edits } = readListBook(spill, null, { ...noLooks, lists: new Map([[list, looks]]) }).get(list)!;
    return [still, ...edits.map((edit) => edit.after)].map((state) => state.entries?.length ?? null);
  };
  expect(entries(seen)).toEqual([1, 2, 1, 2]);
  expect(entries(seen.slice(0, 1))).toEqual([1, 2, null, null]);
  expect(entries(seen.slice(1))).toEqual([null, null, 1, 2]);
  expect(entries([{ ...seen[0]!, found: null as never }])).toEqual([null, null, null, null]);
  spill.close();
});

test('R35: a look that an edit of the same second is not yet in does not hide it; a later one says that it failed', () => {
  const on = { kind: 'list', id: 'pl-1', name: null, vpc: null } as const;
  const told = { act: 'modified', added: [{ cidr: '0.0.0.0/0', description: null }], removed: [] } as const;
  const change = changeWith({ kind: 'list-edited', on, ...told, entries: 'known', version: 1 }) as ListEdited;
  const { at } = change.record;
  const history = (after: number, version: number, entries: readonly string[]) =>
    readListHistory(
      [{ id: 'chg_1', change }],
      [{ at: at + after, found: { id: 'pl-1', name: null, version, entries } }],
    ).edits[0]!;
  const office = ['203.0.113.0/24'];
  expect(history(357, 1, office).after.entries).toEqual(['0.0.0.0/0', '203.0.113.0/24']);
  expect(history(5_000, 1, office).before.entries).toEqual(office);
  expect(history(5_000, 2, ['0.0.0.0/0', ...office]).before.entries).toEqual(office);
  expect(history(5_000, 3, office).after.entries).toEqual(office);
  expect(history(600_000, 1, office).after.entries).toEqual(office);
});

test('R35: a list that is made and edited within one second holds what the edit left, whatever their ids', () => {
  const on = { kind: 'list', id: 'pl-1', name: null, vpc: null } as const;
  const entry = (cidr: string) => ({ cidr, description: null });
  const edit = (act: ListEdited['act'], cidr: string) =>
    changeWith({ kind: 'list-edited', on, act, added: [entry(cidr)], removed: [], entries: 'known', version: 1 });
  const [made, edited] = [edit('created', '203.0.113.0/24'), edit('modified', '0.0.0.0/0')] as [ListEdited, ListEdited];
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const both = [
      { id: one, change: made },
      { id: other, change: edited },
    ];
    expect(readListHistory(both, []).edits.at(-1)!.after.entries).toEqual(['0.0.0.0/0', '203.0.113.0/24']);
  }
});
