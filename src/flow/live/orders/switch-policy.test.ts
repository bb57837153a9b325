import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { rebuild } from '../rebuild/rebuild.ts';
import { readRow, rowName } from '../tables.ts';
import { samePolicy, switchPolicy } from './switch-policy.ts';

function staged() {
  const store = createMemoryStore(1);
  let now = 1_000;
  const clock = { now: () => now++, monotonic: () => 0, sleep: async () => {} };
  const parts = { store, clock, chance: { next: () => 0 } };
  const to = (digest: string) =>
    switchPolicy(
      parts,
      { to: digest, detail: { differences: [] } },
      { person: 'portcullis on host', reason: 'it was read' },
    );
  return { store, to };
}

describe('a switch of the policy', () => {
  test('stands in the ledger once, with what was in force before; back again is another switch', async () => {
    const { store, to } = staged();
    expect(await to('sha256:a')).toMatchObject({ kind: 'ordered' });
    expect(await to('sha256:a')).toEqual({ kind: 'refused', why: samePolicy });
    const both = await Promise.all([to('sha256:b'), to('sha256:b')]);
    expect(both.map(({ kind }) => kind)).toContain('ordered');
    await to('sha256:a');
    const told: unknown[] = [];
    for await (const { body } of store.read(0, 0)) {
      const { order, on, detail } = JSON.parse(body!);
      told.push([order, on, detail.from]);
    }
    expect(told).toEqual([
      ['policy', 'sha256:a', null],
      ['policy', 'sha256:b', 'sha256:a'],
      ['policy', 'sha256:a', 'sha256:b'],
    ]);
  });

  test('what is in force follows from the ledger', async () => {
    const { store, to } = staged();
    await to('sha256:a');
    await to('sha256:b');
    const name = rowName('policy', 'current');
    const held = readRow('policy', await store.row(name));
    const { book } = await rebuild(store);
    expect([held!.digest, book.get(name)]).toEqual(['sha256:b', held]);
  });
});
