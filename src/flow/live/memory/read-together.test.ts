import { beforeEach, expect, test } from 'vitest';
import type { Asked, Store } from '../../../contracts/store.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { type Reading, readTogether } from './read-together.ts';
import { rememberingStore } from './remembering-store.ts';
import { openRowMemo } from './row-memo.ts';

let real: Store;
let asked: Asked[];
let store: Store;

beforeEach(() => {
  real = createMemoryStore(2);
  asked = [];
  store = {
    ...real,
    view: async (each) => {
      asked.push(each);
      return real.view(each);
    },
    row: async () => Promise.reject(new Error('read apart')),
    rows: async () => Promise.reject(new Error('read apart')),
  };
});

async function put(rows: Readonly<Record<string, string>>): Promise<void> {
  const written = Object.entries(rows).map(([key, value]) => ({ table: 'x', key, value: JSON.stringify(value) }));
  const body = { kind: 'gap', source: 'test', why: 'lost', from: 0, to: 0 } as const;
  const head = await real.view({ shard: 1 });
  await real.append(1, 'any', [{ at: 0, key: `w/${head.head?.n ?? -1}`, fence: null, body }], { rows: written });
}

/** Follows names from row to row, beginning with all under `a/`. */
function follow(reading: Reading): readonly string[] {
  const found = reading.under({ table: 'x', key: 'a/' }).map(({ key }) => key);
  for (let at = 0; at < found.length; at++) {
    const { value } = reading.row({ table: 'x', key: found[at]! });
    const next = value === null ? null : (JSON.parse(value) as string);
    if (next !== null && next !== '') found.push(next);
  }
  return found;
}

test('what is asked for at once is read in one round trip, what that names in the next', async () => {
  await put({ 'a/1': 'b', 'a/2': 'c', b: '', c: 'd', d: '' });
  const read = await readTogether(store, (reading) => ({ head: reading.head(1), found: follow(reading) }));
  expect(read.found).toEqual({ head: (await real.heads())[0], found: ['a/1', 'a/2', 'b', 'c', 'd'] });
  expect(asked.map(({ shard, rows = [], spans = [] }) => [shard, rows.length, spans.length])).toEqual([
    [1, 0, 1],
    [undefined, 2, 0],
    [undefined, 2, 0],
    [undefined, 1, 0],
  ]);
});

test('a list of many pages is read whole, and is the same list each time', async () => {
  await put(Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`a/${String(n).padStart(4, '0')}`, ''])));
  const lists = new Set<unknown>();
  const { found } = await readTogether(store, (reading) => {
    const list = reading.under({ table: 'x', key: 'a/' });
    if (list === reading.under({ table: 'x', key: 'a/' })) lists.add(list);
    return list.length;
  });
  expect([found, asked.length, lists.size]).toEqual([600, 3, 1]);
});

test('by way of its store nothing that was read is read again, and what was not is', async () => {
  await put({ 'a/1': '', b: '1' });
  const read = await readTogether(store, follow);
  await put({ 'a/1': 'b', b: '2' });
  const trips = asked.length;
  expect((await read.store.row({ table: 'x', key: 'a/1' })).version).toBe(1);
  expect((await readTogether(read.store, follow)).found).toEqual(['a/1']);
  expect(asked).toHaveLength(trips);
  expect((await read.store.row({ table: 'x', key: 'b' })).version).toBe(2);
  expect(await read.store.rows('x', 'b', 9)).toHaveLength(1);
  expect((await read.store.view({ keys: ['w/0', 'none'] })).places).toEqual([{ shard: 1, n: 1 }, null]);
  expect(asked).toHaveLength(trips + 3);
});

test('a store that remembers rows answers the same, each row parsed once', async () => {
  await put({ 'a/1': 'b', b: '' });
  const remembers = rememberingStore(store, openRowMemo(10_000));
  const view = { rows: [{ table: 'x', key: 'b' }], spans: [{ table: 'x', from: '', most: 9 }] };
  const [one, other] = [await remembers.view(view), await remembers.view(view)];
  expect(one).toMatchObject(await real.view(view));
  expect(one.rows[0]).toBe(other.rows[0]);
  expect(one.spans[0]![0]).toBe(other.spans[0]![0]);
});

test('a store that cannot be reached rejects', async () => {
  const away: Store = { ...store, view: async () => Promise.reject(new Error('no route')) };
  await expect(readTogether(away, follow)).rejects.toThrow('no route');
});
