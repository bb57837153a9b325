import { afterEach, describe, expect, test } from 'vitest';
import type { Reading } from '../../src/apps/server/metrics.ts';
import type { Serving } from '../../src/apps/server/start-serving.ts';
import type { Store } from '../../src/contracts/store.ts';
import type { Decision } from '../../src/core/plan/decision.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { type Stage, setStage, until } from './stage.ts';

let stage: Stage;
let serving: Serving | null = null;

afterEach(async () => {
  await serving?.stop();
  serving = null;
  stage.close();
});

const reads = ['find', 'heads', 'row', 'rows', 'view', 'task', 'waiting'] as const;
const writes = ['append', 'lease', 'renew', 'finish', 'fail', 'erase'] as const;

/** A store that can be away: then reads reject and writes say so. */
function leaving(store: Store): { readonly store: Store; away: boolean } {
  const left = { store: { ...store }, away: false };
  const why = 'connect ECONNREFUSED 192.0.2.5:5432';
  const gone = (name: keyof Store, instead: () => Promise<unknown>): void => {
    const real = store[name] as (...asked: never[]) => Promise<unknown>;
    Object.assign(left.store, { [name]: (...asked: never[]) => (left.away ? instead() : real(...asked)) });
  };
  for (const name of reads) gone(name, () => Promise.reject(new Error(why)));
  for (const name of writes) gone(name, async () => ({ kind: 'unavailable', maybe: true, why }));
  return left;
}

const decisions = (): readonly Decision[] =>
  stage.told.flatMap((each) =>
    each.kind === 'entry' && each.body.kind === 'decided' ? [each.body.decision as unknown as Decision] : [],
  );

describe('a store that goes away', () => {
  test('health says so, no beat is sent, nothing is lost, and what waited is done when it is back', async () => {
    stage = setStage({ acting: true });
    const left = leaving(createMemoryStore(1));
    serving = await stage.start({ store: left.store });
    await until(
      'both places are swept',
      () =>
        stage.told.filter((each) => each.kind === 'entry' && each.body.kind === 'observed' && each.body.by === 'site')
          .length === 2,
    );
    left.away = true;
    stage.opens(22, 443);
    await until('it is noticed', () => stage.told.some((each) => each.kind === 'store' && each.why !== null));
    const health = await serving.health();
    expect(health.status).toBe('down');
    expect(health.reasons[0]).toMatch(/^the store cannot be reached since \d+ s: connect ECONNREFUSED/);
    const readings: Reading[] = [];
    for await (const reading of serving.readings()) readings.push(reading);
    const value = (name: string) => readings.find((each) => each.name === name)?.value;
    expect([value('portcullis_store_up'), value('portcullis_ready')]).toEqual([0, 0]);
    expect([stage.open(), decisions().filter(({ kind }) => kind === 'rules-added')]).toEqual([[22, 80, 443], []]);
    left.away = false;
    await until('tcp/22 is closed', () => !stage.open().includes(22));
    expect(stage.open()).toEqual([80, 443]);
    expect(
      stage.told.filter((each) => each.kind === 'store').map((each) => each.kind === 'store' && each.why === null),
    ).toEqual([false, true]);
    expect((await serving.health()).status).toBe('ready');
  });
});
