import { describe, expect, it } from 'vitest';
import { losingReplies } from '../../../../test/contracts/store/losing-replies.ts';
import { opened } from '../../../../test/flow/perform-stage.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { pagesUnder } from '../pages-under.ts';
import { act } from './act.ts';

describe('who does not hold the task any more', () => {
  it('5: calls nothing and writes nothing', async () => {
    const { stage } = await opened();
    const old = (await stage.lease())!;
    stage.at += 61_000;
    const current = (await stage.lease(['act'], 'two'))!;
    const before = (await stage.entries()).length;
    await act(stage.watched(), old);
    expect(stage.calls).toEqual([]);
    expect((await stage.entries()).length).toBe(before);
    await act(stage.watched(), current);
    expect(stage.calls).toEqual(['revoke']);
  });

  it('5: calls nothing where the lease cannot be renewed, though nobody else has it yet', async () => {
    const { stage } = await opened();
    const task = (await stage.lease())!;
    stage.at += 50_000;
    const away = { kind: 'unavailable', maybe: false, why: 'away' } as const;
    const store = { ...stage.store, renew: async () => away };
    await act(stage.watched({ store }), task);
    expect(stage.calls).toEqual([]);
    expect(await stage.bodies('acting')).toEqual([]);
  });

  it.each([
    [49_999, 0],
    [50_000, 1],
  ])('5: renews after %s ms only if a call would not fit any more', async (passed, renewals) => {
    const { stage } = await opened();
    const task = (await stage.lease())!;
    stage.at += passed;
    let renewed = 0;
    const store = {
      ...stage.store,
      renew: (...asked: Parameters<typeof stage.store.renew>) => {
        renewed++;
        return stage.store.renew(...asked);
      },
    };
    await act(stage.watched({ store }), task);
    expect(renewed).toBe(renewals);
    expect(stage.calls).toEqual(['revoke']);
  });

  it('13: is told so by a clock that jumped, never given more time by it', async () => {
    const { stage } = await opened();
    const task = { ...(await stage.lease())!, until: stage.at + 86_400_000 };
    stage.at += 55_000;
    const clock = { ...stage.parts().clock, monotonic: () => stage.at };
    let renewed = 0;
    const store = {
      ...stage.store,
      append: async (...asked: Parameters<typeof stage.store.append>) => {
        const done = await stage.store.append(...asked);
        if (asked[2].some(({ body }) => body.kind === 'acting') && renewed++ === 0) stage.at += 50_000;
        return done;
      },
    };
    await act(stage.watched({ store, clock }), task);
    expect((await stage.bodies('outcome'))[0]?.why).toBe('not called: the lease would have ended during the call');
  });
});

describe('a store that does not answer', () => {
  it('is asked four times, and then left for another lease', async () => {
    const { stage } = await opened();
    let asked = 0;
    const lossy = losingReplies(stage.store, () => 'before');
    const store = {
      ...lossy,
      append: (...what: Parameters<typeof lossy.append>) => {
        asked++;
        return lossy.append(...what);
      },
    };
    await act(stage.watched({ store }), (await stage.lease())!);
    expect(asked).toBe(4);
    expect((await stage.openTasks('act'))[0]!.until).toBe(stage.at + 60_000);
  });
});

describe('rows that begin so', () => {
  it.each([0, 1, 199, 200, 201, 400, 401])('are found, all %s of them, and no other', async (count) => {
    const store = createMemoryStore(1);
    const rows = Array.from({ length: count }, (_, at) => ({
      table: 'acted',
      key: `a/b/${String(at).padStart(3, '0')}`,
      value: '{}',
    }));
    const others = ['a/a', 'a/b', 'a/c', 'b'].map((key) => ({ table: 'acted', key, value: '{}' }));
    await store.append(0, 'any', [], { rows: [...rows, ...others, { table: 'other', key: 'a/b/1', value: '{}' }] });
    const found = await pagesUnder(store, { table: 'acted', key: 'a/b/' });
    expect(found.map(({ key }) => key)).toEqual(rows.map(({ key }) => key));
  });
});
