import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../store/memory-store.ts';
import { leasesInHand } from './leases-in-hand.ts';

const task = (id: string) => ({ id, key: id, kind: 'look', due: 0, body: '{}' });
const asked = { worker: 'one', kinds: ['look'], now: 10, span: 60_000, most: 10 };

describe('leases in hand', () => {
  test('what is held is given back, and what its hand goes on to write for it is refused', async () => {
    const store = createMemoryStore(1);
    const hand = leasesInHand(store, () => {});
    await hand.store.append(0, 'any', [], { tasks: ['a', 'b', 'c', 'd'].map(task) });
    const leased = await hand.store.lease(asked);
    if (leased.kind !== 'leased') throw new Error(leased.why);
    const [a, b, c, d] = leased.tasks.map(({ id, fence }) => ({ task: id, fence })) as [never, never, never, never];
    await hand.store.finish(a);
    await hand.store.fail(b, 'later', 500);
    await hand.store.append(0, 'any', [], { finished: [c] });
    expect(await hand.giveBack(20)).toBe(1);
    expect(await store.task('d')).toMatchObject({ state: 'open', until: null, due: 20 });
    expect(await hand.store.append(0, 'any', [], { finished: [d] })).toMatchObject({ kind: 'fenced' });
    expect((await store.lease({ ...asked, worker: 'two', now: 20 })) as object).toMatchObject({ tasks: [{ id: 'd' }] });
    expect(await hand.giveBack(30)).toBe(0);
  });
});
