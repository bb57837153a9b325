import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../store/memory-store.ts';
import { sourceMemory } from './source-memory.ts';

describe('what sources remember', () => {
  test('stands in the store, so that another machine goes on where one stopped', async () => {
    const store = createMemoryStore(1);
    const [one, other] = [sourceMemory(store), sourceMemory(store)];
    const site = { account: '111122223333', region: 'eu-west-1' };
    expect([await one.folder('/logs').load(), await one.cursors.load(site)]).toEqual([null, null]);
    await one.folder('/logs').save('{"a":1}');
    await one.cursors.save(site, 1_000);
    expect([await other.folder('/logs').load(), await other.cursors.load(site)]).toEqual(['{"a":1}', 1_000]);
    expect([await other.folder('/other').load(), await other.cursors.load({ ...site, region: 'us-east-1' })]).toEqual([
      null,
      null,
    ]);
  });

  test('what the store did not take is told to the source, which saves it again', async () => {
    const store = createMemoryStore(1);
    const away = { ...store, append: async () => ({ kind: 'unavailable', maybe: false, why: 'away' }) as const };
    await expect(sourceMemory(away).folder('/logs').save('x')).rejects.toThrow('the store is unavailable');
  });
});
