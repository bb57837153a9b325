import { describe, expect, test } from 'vitest';
import { gained, judgingBy } from '../../../test/builders/policy.ts';
import { notRebuilt } from '../../../test/flow/rebuilt-tables.ts';
import { SweepStage } from '../../../test/flow/sweep-stage.ts';
import { anywhere, site } from '../../../test/flow/watch-stage.ts';
import type { Appended, Store } from '../../contracts/store.ts';
import type { Route } from '../../core/policy/policy.ts';
import type { Severity } from '../../core/policy/scale.ts';
import { createMemoryStore } from '../../store/memory-store.ts';
import type { LiveSettings } from './live-parts.ts';
import { grantEffects } from './orders/grant-effects.ts';
import { remind } from './remind.ts';
import type { Grant } from './tables.ts';
import { taskStep } from './work.ts';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

const routeOf = (min: Severity, more: Partial<Route> = {}): Route => ({
  ...{ id: min, min, where: {}, to: ['slack.secops'], groupFor: null, budget: null, dailyAt: null, zone: 'UTC' },
  ...{ weeklyAt: null, quietHours: null, acknowledgeWithin: {}, escalateTo: [] },
  ...more,
});

const judgingFor = (notify: readonly Route[] = []) =>
  judgingBy({ checks: { ssh: { when: gained({ ports: ['tcp/22-24'] }), severity: { else: 'high' } } }, notify });

/** SSH was opened to everybody for a moment of debugging, and nobody does anything about it. */
async function open(stage = new SweepStage(), notify: readonly Route[] = []) {
  stage.judging = judgingFor(notify);
  const web = stage.group();
  const ssh = stage.opens(web, 22);
  const from = stage.at;
  await stage.hears();
  return { stage, web, ssh, from };
}

/** An hour later, when the group has been looked at, and only telling is left. */
async function looked(on = new SweepStage()) {
  const opening = await open(on);
  const { stage } = opening;
  stage.at += hour;
  await stage.step(['remind']);
  await stage.step(['look']);
  stage.at += 10_000;
  return opening;
}

const remindersOf = async (stage: SweepStage) =>
  (await stage.tasks('tell')).filter(({ why }) => why === 'reminder') as readonly Record<string, string>[];

/** Reminds of what is due: the group is looked at before. */
async function reminds(stage: SweepStage, worker = 'one'): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    while ((await taskStep(stage.parts({ worker }), ['remind', 'look'])) === 'worked');
    stage.at += 10_000;
  }
}

/** Two good reads show that it is closed. */
async function closed(stage: SweepStage, web: string, ssh: string): Promise<void> {
  stage.closes(web, ssh);
  await stage.hears();
  await stage.passes(minute);
}

describe('reminding of what is still open', () => {
  test('R13: a debug opening to 0.0.0.0/0 is told again after 1, 4 and 24 hours and then every day', async () => {
    const { stage, web, from } = await open();
    await stage.passes(4 * day - hour);
    const told = await remindersOf(stage);
    expect(told.map(({ open: span }) => span)).toEqual(['1 hour', '4 hours', '1 day', '2 days', '3 days']);
    expect(told.map(({ revision }) => (Number(revision) - from) / hour)).toEqual([1, 4, 24, 48, 72]);
    const [incident] = await stage.rows('incident');
    for (const each of told)
      expect(each).toMatchObject({
        ...{ about: incident!.id, group: web, severity: 'high', by: 'alice', checks: 'ssh' },
        ...{ what: `ingress tcp/22 ${anywhere}`, since: new Date(from).toISOString().replace('.000', '') },
      });
  });

  test('R13: nobody is reminded once it is closed, and the task goes', async () => {
    const { stage, web, ssh } = await open();
    await stage.passes(2 * hour);
    await closed(stage, web, ssh);
    await stage.passes(3 * day);
    expect((await remindersOf(stage)).map(({ open: span }) => span)).toEqual(['1 hour']);
    expect(await stage.openTasks('remind')).toEqual([]);
  });

  test('R13: what comes back is counted from when it did, and reminded of once each time', async () => {
    const { stage, web, ssh } = await open();
    await stage.passes(30 * minute);
    await closed(stage, web, ssh);
    stage.opens(web, 22);
    const back = stage.at;
    await stage.hears();
    expect(await stage.rows('incident')).toMatchObject([{ closedAt: null, againAt: back }]);
    await stage.passes(5 * hour);
    const told = await remindersOf(stage);
    expect(told.map(({ revision }) => (Number(revision) - back) / hour)).toEqual([1, 4]);
    expect(await stage.openTasks('remind')).toHaveLength(1);
    expect(await notRebuilt(stage.store)).toEqual([]);
  });

  test('R13: a grant ends the reminders; when it is over they begin again', async () => {
    const { stage, web } = await open();
    await stage.passes(10 * minute);
    const rules = stage.model.state.groups.get(web)!.rules.filter(({ direction }) => direction === 'ingress');
    const grant: Grant = {
      ...{ id: 'gr-1', site, group: web, rules, from: stage.at, until: stage.at + 5 * hour },
      ...{ by: 'bob', reason: 'debugging', ended: null, version: 1 },
    };
    await stage.store.append(0, 'any', [], grantEffects(grant, 0));
    await stage.passes(4 * hour);
    expect((await stage.rows('incident'))[0]!.closedAt).not.toBeNull();
    expect(await remindersOf(stage)).toEqual([]);
    await stage.passes(3 * hour);
    expect((await stage.rows('incident'))[0]!.againAt).toBeGreaterThanOrEqual(grant.until);
    expect((await remindersOf(stage)).map(({ open: span }) => span)).toEqual(['1 hour']);
  });

  test('R13: an opening that only a sweep saw is reminded of as well, though nobody knows who it was', async () => {
    const stage = new SweepStage();
    stage.judging = judgingFor();
    const web = stage.group();
    await stage.hears();
    await stage.sweeps();
    stage.opens(web, 22);
    await stage.sweeps();
    await stage.passes(30 * minute);
    expect(await stage.rows('incident')).toMatchObject([{ group: web, closedAt: null }]);
    await stage.passes(5 * hour);
    const told = await remindersOf(stage);
    expect(told.length).toBeGreaterThanOrEqual(2);
    expect(told[0]).toMatchObject({ group: web, what: `ingress tcp/22 ${anywhere}` });
    expect(told[0]).not.toHaveProperty('by');
  });

  test('R13: one incident of many rules is one reminder', async () => {
    const { stage, web } = await open();
    stage.opens(web, 23);
    stage.opens(web, 24);
    await stage.hears();
    await stage.passes(hour + minute);
    const told = await remindersOf(stage);
    expect(told).toHaveLength(1);
    expect(told[0]!.what!.split(', ')).toHaveLength(3);
  });

  test('R13: what was open for long when it was heard of is not made up for', async () => {
    const stage = new SweepStage();
    stage.judging = judgingFor();
    stage.opens(stage.group(), 22);
    const from = stage.at;
    stage.at += 30 * hour;
    await stage.hears();
    await stage.passes(2 * day);
    expect((await remindersOf(stage)).map(({ revision }) => (Number(revision) - from) / hour)).toEqual([48, 72]);
  });

  test('R13: after days without a worker one reminder says how long it is by now', async () => {
    const { stage } = await open();
    stage.at += 3 * day + hour;
    await reminds(stage);
    expect((await remindersOf(stage)).map(({ open: span }) => span)).toEqual(['3 days']);
    expect((await stage.openTasks('remind')).map(({ due }) => due > stage.at)).toEqual([true]);
  });
});

describe('who is reminded', () => {
  test.each([
    ['nobody where the policy has nobody told of something as bad', [routeOf('critical')], 0],
    ['nobody by a digest: that lists it anyway', [routeOf('none', { dailyAt: '09:00' })], 0],
    ['nobody where routes are for other places', [routeOf('low', { where: { environment: ['lab'] } })], 0],
    ['whoever is told at once', [routeOf('critical'), routeOf('medium')], 1],
  ] as const)('R13: %s', async (_, notify, count) => {
    const { stage } = await open(new SweepStage(), notify);
    await stage.passes(hour + minute);
    expect(await remindersOf(stage)).toHaveLength(count);
    // Another policy may have somebody told: the next time is kept.
    expect(await stage.openTasks('remind')).toHaveLength(1);
  });

  test('R13: nobody where reminders are not set', async () => {
    const stage = new SweepStage();
    const { remind: _, ...without } = stage.parts().settings;
    const settings: LiveSettings = without;
    stage.judging = judgingFor();
    stage.opens(stage.group(), 22);
    await stage.hears({ settings });
    expect(await stage.openTasks('remind')).toEqual([]);
  });
});

describe('a worker that reminds', () => {
  const answers: readonly [string, (store: Store) => Store['append']][] = [
    ['before it is written', () => async () => ({ kind: 'unavailable', maybe: false, why: 'down' })],
    [
      'after it is written',
      (store) =>
        async (...args): Promise<Appended> => {
          await store.append(...args);
          return { kind: 'unavailable', maybe: true, why: 'cut' };
        },
    ],
  ];
  test.each(answers)('R13: reminds once each time though the store is lost %s', async (_, append) => {
    const { stage } = await looked();
    const lost: Store = {
      ...stage.store,
      append: append(stage.store),
      fail: async () => down,
      finish: async () => down,
    };
    expect(await taskStep(stage.parts({ store: lost }), ['remind'])).toBe('worked');
    stage.at += stage.parts().settings.lease;
    await reminds(stage, 'two');
    expect(await remindersOf(stage)).toHaveLength(1);
    expect(await stage.openTasks('remind')).toHaveLength(1);
  });

  test('R13: that lost its lease to another writes nothing', async () => {
    const { stage } = await open();
    stage.at += hour;
    const slow = (await stage.lease(['remind']))!;
    stage.at += stage.parts().settings.lease;
    await reminds(stage, 'two');
    await remind(stage.parts(), slow);
    expect(await remindersOf(stage)).toHaveLength(1);
    expect(await stage.openTasks('remind')).toHaveLength(1);
  });

  test('R13: says nothing of what is closed while it works', async () => {
    const store = createMemoryStore(4);
    const { stage, web, ssh } = await looked(new SweepStage(store));
    let isFirst = true;
    const meanwhile: Store = {
      ...store,
      append: async (...args) => {
        if (isFirst) {
          isFirst = false;
          await closed(stage, web, ssh);
        }
        return store.append(...args);
      },
    };
    expect(await taskStep(stage.parts({ store: meanwhile }), ['remind'])).toBe('worked');
    expect((await stage.rows('incident'))[0]!.closedAt).not.toBeNull();
    expect(await remindersOf(stage)).toEqual([]);
  });

  test('R13: looks at the group first: what is gone by then is not told as open', async () => {
    const { stage, web, ssh } = await open();
    stage.at += 30 * minute;
    // The record of it never comes.
    stage.closes(web, ssh);
    await stage.passes(hour);
    expect((await stage.rows('incident'))[0]!.closedAt).not.toBeNull();
    expect(await remindersOf(stage)).toEqual([]);
  });

  test('R13: reminds though EC2 does not answer', async () => {
    const { stage } = await open();
    const { gatherer } = stage.parts();
    const group = async () =>
      ({ kind: 'failed', failure: 'throttled', code: 'RequestLimitExceeded', message: 'slow' }) as const;
    await stage.passes(hour + 10 * minute, { gatherer: { ...gatherer, group } });
    expect((await remindersOf(stage)).map(({ open: span }) => span)).toEqual(['1 hour']);
  });

  test('R13: waits while it seems to be gone', async () => {
    const { stage, web, ssh } = await open();
    stage.at += hour - 2000;
    stage.closes(web, ssh);
    await stage.hears();
    stage.at += 2000;
    expect(await stage.rows('violation')).toMatchObject([{ state: 'closing' }]);
    expect(await stage.step(['remind'])).toBe('remind');
    expect(await remindersOf(stage)).toEqual([]);
    expect(await stage.openTasks('remind')).toHaveLength(1);
    await stage.passes(5 * minute);
    expect(await stage.openTasks('remind')).toEqual([]);
    expect(await remindersOf(stage)).toEqual([]);
  });
});

const down = { kind: 'unavailable', maybe: false, why: 'down' } as const;
