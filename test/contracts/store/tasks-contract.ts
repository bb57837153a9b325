import { describe, expect, it } from 'vitest';
import type { LeaseAsked, Store, Task } from '../../../src/contracts/store.ts';
import { draft, type MakeStore, task } from './drafts.ts';

/** What tasks, their leases and their fences promise. */
export function tasksContract(make: MakeStore): void {
  describe('tasks', () => {
    it('are made with the commit, once whatever makes them again', async () => {
      const { store } = await make(2);
      await store.append(1, null, [draft('a')], { tasks: [task('t1'), task('t2', { due: 9000 })] });
      const again = [task('t1', { key: 'another' }), task('t3', { key: 'key of t2' }), task('t4')];
      expect((await store.append(0, 'any', [draft('b')], { tasks: again })).kind).toBe('committed');
      expect(await store.task('t1')).toEqual({ ...task('t1'), ...untouched });
      expect([await store.task('t3'), (await store.task('t4'))?.state]).toEqual([null, 'open']);
    });

    it('that are due are leased to one worker each, the longest due first, of the asked kinds only', async () => {
      const { store, again } = await make(1);
      const tasks = [
        task('late', { due: 900 }),
        task('later', { due: 1000 }),
        task('other', { kind: 'tell' }),
        task('future', { due: 1001 }),
      ];
      await store.append(0, null, [draft('a')], { tasks });
      const first = await lease(store, { worker: 'one', most: 1 });
      expect(first).toEqual([
        { ...tasks[0], ...untouched, worker: 'one', fence: 1, attempts: 1, until: 1000 + 60_000 },
      ]);
      expect((await lease(await again(), { worker: 'two' })).map(({ id }) => id)).toEqual(['later']);
      expect(await lease(store, {})).toEqual([]);
      expect((await lease(store, { kinds: ['tell', 'revert'], now: 1001 })).map(({ id }) => id)).toEqual([
        'other',
        'future',
      ]);
    });

    it('that are open are counted by kind, those that wait for their time as well, those that are over not', async () => {
      const { store } = await make(1);
      const tasks = [
        task('done'),
        task('held', { due: 800 }),
        task('future', { due: 1001 }),
        task('other', { kind: 'tell', due: 2000 }),
      ];
      await store.append(0, null, [draft('a')], { tasks });
      const leased = await lease(store, { most: 2 });
      const [over] = leased.filter(({ id }) => id === 'done');
      await store.finish({ task: 'done', fence: over!.fence });
      expect(await store.waiting?.(1000)).toEqual([
        { kind: 'revert', open: 2, due: 1, first: 800 },
        { kind: 'tell', open: 1, due: 0, first: 2000 },
      ]);
    });

    it('of many workers at once no two get the same', async () => {
      const { store, again } = await make(1);
      const ids = Array.from({ length: 30 }, (_, at) => `t${at}`);
      await store.append(0, null, [draft('a')], { tasks: ids.map((id) => task(id)) });
      const workers = [store, await again(), await again(), await again()];
      const leased = await Promise.all(
        [...workers, ...workers].map((each, at) => lease(each, { worker: `w${at}`, most: 5 })),
      );
      const got = leased.flat().map(({ id }) => id);
      expect(new Set(got).size).toBe(got.length);
      expect(got.sort()).toEqual(ids.sort());
    });

    it('race 5: a lease that ran out is given to the next with a higher fence, and the first can no longer finish', async () => {
      const { store, again } = await make(1);
      await store.append(0, null, [draft('a')], { tasks: [task('t')] });
      const [mine] = await lease(store, { worker: 'one', span: 100 });
      expect(await lease(await again(), { worker: 'two', now: 1099 })).toEqual([]);
      const [theirs] = await lease(await again(), { worker: 'two', now: 1100 });
      expect([theirs?.fence, theirs?.attempts]).toEqual([2, 2]);
      const old = { task: 't', fence: mine!.fence };
      expect(await store.finish(old)).toEqual({ kind: 'fenced' });
      expect(await store.renew(old, 1100, 100)).toEqual({ kind: 'fenced' });
      expect(await store.fail(old, 'too slow', 2000)).toEqual({ kind: 'fenced' });
      expect(await store.append(0, 'any', [draft('b')], { finished: [old] })).toEqual({ kind: 'fenced', task: 't' });
      expect(await store.finish({ task: 't', fence: 2 })).toEqual({ kind: 'settled' });
    });

    it('a lease is kept by renewing it, also when it just ran out and nobody else took the task', async () => {
      const { store } = await make(1);
      await store.append(0, null, [draft('a')], { tasks: [task('t')] });
      const [{ fence } = fail()] = await lease(store, { span: 100 });
      expect(await store.renew({ task: 't', fence }, 1200, 100)).toEqual({ kind: 'settled' });
      expect(await lease(store, { now: 1299 })).toEqual([]);
      expect(await lease(store, { now: 1300 })).toHaveLength(1);
    });

    it('a finished task is over: it is not leased, renewed or finished again', async () => {
      const { store } = await make(1);
      await store.append(0, null, [draft('a')], { tasks: [task('t')] });
      const [{ fence } = fail()] = await lease(store, {});
      expect(await store.finish({ task: 't', fence })).toEqual({ kind: 'settled' });
      expect(await store.finish({ task: 't', fence })).toEqual({ kind: 'fenced' });
      expect(await store.renew({ task: 't', fence }, 1000, 100)).toEqual({ kind: 'fenced' });
      expect(await lease(store, { now: 1e12 })).toEqual([]);
      expect((await store.task('t'))?.state).toBe('done');
    });

    it('a task that failed comes again at its time, with why and how often it was tried; or never', async () => {
      const { store } = await make(1);
      await store.append(0, null, [draft('a')], { tasks: [task('t')] });
      const [first] = await lease(store, {});
      expect(await store.fail({ task: 't', fence: first!.fence }, 'throttled', 5000)).toEqual({ kind: 'settled' });
      expect(await store.finish({ task: 't', fence: first!.fence })).toEqual({ kind: 'fenced' });
      expect(await lease(store, { now: 4999 })).toEqual([]);
      const [second] = await lease(store, { now: 5000 });
      expect(second).toMatchObject({ attempts: 2, fence: 2, why: 'throttled', due: 5000 });
      await store.fail({ task: 't', fence: 2 }, 'denied', null);
      expect(await lease(store, { now: 1e12 })).toEqual([]);
      expect(await store.task('t')).toMatchObject({ state: 'failed', why: 'denied', until: null });
    });

    it('race 5: what is done for a task is written only while it is held, and leaves it held', async () => {
      const { store } = await make(1);
      await store.append(0, null, [draft('a')], { tasks: [task('t')] });
      const acting = (key: string, fence: number) =>
        store.append(0, 'any', [draft(key, { fence })], { held: [{ task: 't', fence }] }).then(({ kind }) => kind);
      expect(await acting('b', 1)).toBe('fenced');
      await lease(store, { span: 100 });
      expect([await acting('b', 1), await acting('c', 1), await acting('d', 2)]).toEqual([
        'committed',
        'committed',
        'fenced',
      ]);
      await lease(store, { now: 2000 });
      expect([await acting('e', 1), await acting('e', 2)]).toEqual(['fenced', 'committed']);
      expect(await store.finish({ task: 't', fence: 2 })).toEqual({ kind: 'settled' });
      expect(await acting('f', 2)).toBe('fenced');
    });

    it('promise 7: an outcome and the end of its task are one commit', async () => {
      const { store } = await make(1);
      await store.append(0, null, [draft('a')], { tasks: [task('t'), task('u')] });
      const [one, two] = await lease(store, {});
      const held = (each: Task | undefined) => ({ task: each!.id, fence: each!.fence });
      const answer = await store.append(0, 'any', [draft('b', { fence: one!.fence })], {
        finished: [held(one)],
        failed: [{ ...held(two), why: 'later', again: 2000 }],
      });
      expect(answer).toMatchObject({ kind: 'committed', entries: [{ header: { fence: 1 } }] });
      expect([(await store.task('t'))?.state, (await store.task('u'))?.due]).toEqual(['done', 2000]);
      const repeated = await store.append(0, 'any', [draft('b')], { finished: [held(one)] });
      expect(repeated).toEqual({ kind: 'duplicate', of: [{ key: 'b', place: { shard: 0, n: 1 } }] });
    });
  });
}

const untouched = { state: 'open', attempts: 0, worker: null, fence: 0, until: null, why: null };

async function lease(store: Store, asked: Partial<LeaseAsked>): Promise<readonly Task[]> {
  const usual = { worker: 'one', kinds: ['revert'], now: 1000, span: 60_000, most: 10 };
  const leased = await store.lease({ ...usual, ...asked });
  if (leased.kind !== 'leased') throw new Error(leased.why);
  return leased.tasks;
}

function fail(): never {
  throw new Error('expected a lease');
}
