import { describe, expect, test } from 'vitest';
import { scriptOf } from '../../../../test/simulation/actors/script.ts';
import { runHistory } from '../../../../test/simulation/history.ts';
import { subjectOf } from '../../../../test/simulation/subject-of.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { compareRebuilt, withRebuilt } from './compare-rebuilt.ts';
import { rebuild } from './rebuild.ts';

describe('a store beside its rows made again', () => {
  test('R113: of a simulated history nothing differs, and the store with those rows has nothing that differs either', async () => {
    const { store } = await runHistory(scriptOf(4), subjectOf(null), new Set());
    const rebuilt = await rebuild(store);
    const compared = await compareRebuilt(rebuilt, store.backup());
    expect(compared.differences).toEqual([]);
    expect(compared.same.get('decision')).toBeGreaterThan(10);
    const again = createMemoryStore(store.shards);
    expect(await again.restore(withRebuilt(rebuilt, store.backup()))).toMatchObject({ kind: 'restored' });
    const { differences, kept } = await compareRebuilt(await rebuild(again), again.backup());
    expect([differences, kept]).toEqual([[], compared.kept]);
    expect(await again.heads()).toEqual(await store.heads());
    await store.close();
  });

  test('how much a mute kept back stays as its row says', async () => {
    const store = createMemoryStore(1);
    const mute = { id: 'mut_1', kept: 0 };
    const row = { table: 'mute', key: 'mut_1', value: JSON.stringify({ ...mute, kept: 7 }) };
    await store.append(0, null, [], { rows: [row] });
    const rebuilt = await rebuild(store);
    rebuilt.book.take([{ ...row, value: JSON.stringify(mute) }]);
    const { differences, same } = await compareRebuilt(rebuilt, store.backup());
    expect([differences, same.get('mute')]).toEqual([[], 1]);
    const again = createMemoryStore(1);
    await again.restore(withRebuilt(rebuilt, store.backup()));
    expect(JSON.parse((await again.row(row)).value!)).toEqual({ ...mute, kept: 7 });
  });
});
