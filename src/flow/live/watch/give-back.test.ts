import { expect, it } from 'vitest';
import { inboxOf, WatchStage } from '../../../../test/flow/watch-stage.ts';
import { watchStep } from './watch-step.ts';

it('R1: what the store could not take is given back, not acknowledged; what it took is acknowledged, not given back', async () => {
  const stage = new WatchStage();
  stage.opens(stage.group(), 22);
  const { inbox, waiting, done } = inboxOf(stage.records);
  const given: string[] = [];
  const back = async (receipt: string) => {
    given.push(receipt);
    return { kind: 'settled' as const };
  };
  const parts = stage.parts({ inbox: { ...inbox, back } });
  const append = async () => ({ kind: 'unavailable' as const, maybe: false, why: 'away' });
  const away = Object.assign(Object.create(parts.store) as typeof parts.store, { append });
  await watchStep({ ...parts, store: away });
  expect([done, given.length]).toEqual([[], waiting.size]);
  given.length = 0;
  while ((await watchStep(parts)) === 'worked');
  expect([waiting.size, given]).toEqual([0, []]);
  expect(done.length).toBe(stage.records.length);
});
