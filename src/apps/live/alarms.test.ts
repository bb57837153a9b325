import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../store/memory-store.ts';
import { alarms, withAlarms } from './alarms.ts';

const task = (id: string, due: number) => ({ id, key: id, kind: 'look', due, body: '{}' });
const asked = (now: number) => ({ worker: 'w', kinds: ['look'], now, span: 100, most: 1 });

describe('alarms', () => {
  it('tells the first moment after another, and forgets what is over', () => {
    const bells = alarms();
    for (const at of [30, 10, 20]) bells.set(at);
    expect([bells.next(0), bells.next(10), bells.next(15), bells.next(30)]).toEqual([10, 20, 20, null]);
  });

  it('a store with alarms sets one for every task that becomes due: made, leased, kept or given back', async () => {
    const bells = alarms();
    const store = withAlarms(createMemoryStore(1), bells);
    await store.append(0, 'any', [], { tasks: [task('a', 50), task('b', 70)] });
    expect(bells.next(0)).toBe(50);
    const leased = await store.lease(asked(60));
    expect([leased.kind === 'leased' && leased.tasks[0]!.id, bells.next(70)]).toEqual(['a', 160]);
    await store.renew({ task: 'a', fence: 1 }, 150, 100);
    expect(bells.next(160)).toBe(250);
    await store.fail({ task: 'a', fence: 1 }, 'later', 400);
    expect(bells.next(250)).toBe(400);
    await store.fail({ task: 'b', fence: 1 }, 'never', null);
    expect(bells.next(400)).toBeNull();
  });
});
