import { expect, test } from 'vitest';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { pagesUnder } from '../pages-under.ts';
import { readRow, rowName } from '../tables.ts';
import { rememberingStore } from './remembering-store.ts';
import { openRowMemo } from './row-memo.ts';

const name = rowName('since', 1);
const row = (version: number, value: string | null) => ({ ...name, version, value });

test('a row that did not change holds the very same object, one that changed holds what it says now', () => {
  const { read } = openRowMemo(1_000);
  const first = readRow('since', read(row(1, '{"at":1}')));
  expect(first).toEqual({ at: 1 });
  expect(readRow('since', read(row(1, '{"at":1}')))).toBe(first);
  const second = readRow('since', read(row(2, '{"at":2}')));
  expect(second).toEqual({ at: 2 });
  expect(readRow('since', read(row(1, '{"at":1}')))).toEqual({ at: 1 });
  expect(readRow('since', read(row(2, '{"at":3}')))).toEqual({ at: 3 });
  expect(readRow('since', read(row(3, null)))).toBeNull();
});

test('what was not asked for longest is forgotten once there is too much', () => {
  const { read } = openRowMemo(200);
  const at = (n: number) => readRow('since', read({ ...rowName('since', n), version: 1, value: `{"at":${n}}` }));
  const [often, once] = [at(1), at(2)];
  for (let n = 3; n < 40; n++) {
    at(n);
    expect(at(1)).toBe(often);
  }
  expect(at(2)).toEqual(once);
  expect(at(2)).not.toBe(once);
});

test('a store that remembers answers as the store itself, one row or many', async () => {
  const plain = createMemoryStore(1);
  const store = rememberingStore(plain, openRowMemo(10_000));
  const write = (value: string | null) => store.append(0, 'any', [], { rows: [{ ...name, value }] });
  await write('{"at":1}');
  const [one] = await pagesUnder(store, rowName('since', ''));
  expect(one).toMatchObject((await pagesUnder(plain, rowName('since', '')))[0]!);
  expect(readRow('since', await store.row(name))).toBe(readRow('since', one!));
  await write('{"at":2}');
  expect(readRow('since', await store.row(name))).toEqual({ at: 2 });
  await write(null);
  expect(await store.row(name)).toEqual(await plain.row(name));
  expect([await store.heads(), store.shards]).toEqual([await plain.heads(), plain.shards]);
});
