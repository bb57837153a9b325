import { describe, expect, test } from 'vitest';
import { site, WatchStage } from '../../../test/flow/watch-stage.ts';
import type { NewTask, Store } from '../../contracts/store.ts';
import { taskStep } from './work.ts';

async function make(stage: WatchStage, kind: string, body: object | string, due = stage.at): Promise<void> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const task: NewTask = { id: `${kind}/1`, key: `${kind}/1`, kind, due, body: text };
  await stage.store.append(0, 'any', [], { tasks: [task] });
}

describe('a worker', () => {
  test('does a task that is due, once, and is idle when there is none', async () => {
    const stage = new WatchStage();
    const group = stage.group();
    await make(stage, 'look', { site, group, why: 'test' }, stage.at + 1);
    expect(await taskStep(stage.parts())).toBe('idle');
    stage.at += 1;
    expect(await taskStep(stage.parts())).toBe('worked');
    expect(await stage.store.task('look/1')).toMatchObject({ state: 'done', attempts: 1, worker: 'one' });
    expect(await stage.bodies('observed')).toMatchObject([{ group }]);
    expect(await taskStep(stage.parts())).toBe('idle');
  });

  test('leaves to whoever delivers what is to be told, and other kinds to whoever asks for them', async () => {
    const stage = new WatchStage();
    await make(stage, 'tell', {});
    await make(stage, 'look', { site, group: stage.group(), why: 'test' });
    expect(await taskStep(stage.parts(), ['tell'])).toBe('idle');
    expect(await taskStep(stage.parts(), ['seal'])).toBe('idle');
    expect(await taskStep(stage.parts(), ['tell', 'look'])).toBe('worked');
    expect(await stage.store.task('tell/1')).toMatchObject({ state: 'open', attempts: 0 });
  });

  test('gives a task back when its handler throws, later each time, and tells why once', async () => {
    const stage = new WatchStage();
    await make(stage, 'look', 'no JSON');
    const delays: number[] = [];
    for (let n = 0; n < 12; n++) {
      await taskStep(stage.parts());
      const task = (await stage.store.task('look/1'))!;
      expect(task).toMatchObject({ state: 'open', until: null });
      delays.push(task.due - stage.at);
      stage.at = task.due;
    }
    expect(delays.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(delays.at(-1)).toBe(300_000);
    const tells = await stage.tasks('tell');
    expect(tells).toMatchObject([{ about: 'look/1', why: 'fault' }]);
  });

  test('loses no task when the store is away meanwhile: its lease runs out', async () => {
    const stage = new WatchStage();
    await make(stage, 'look', 'no JSON');
    const away: Store = { ...stage.store, append: async () => ({ kind: 'unavailable', maybe: false, why: 'down' }) };
    expect(await taskStep(stage.parts({ store: away }))).toBe('worked');
    expect(await taskStep(stage.parts())).toBe('idle');
    stage.at += stage.parts().settings.lease;
    expect(await taskStep(stage.parts())).toBe('worked');
    const deaf: Store = { ...stage.store, lease: async () => ({ kind: 'unavailable', maybe: true, why: 'down' }) };
    expect(await taskStep(stage.parts({ store: deaf }))).toBe('idle');
  });
});
