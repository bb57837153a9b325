import { expect, test } from 'vitest';
import type { Clock } from '../../src/contracts/live.ts';
import { inUtc } from '../../src/core/leaf/zone.ts';
import { startTelling } from '../../src/core/plan/quiet/tell.ts';
import { defaultLiveSettings } from '../../src/flow/live/live-parts.ts';
import { defaultHearSettings, type HearParts } from '../../src/flow/live/post/hear-parts.ts';
import { hearStep } from '../../src/flow/live/post/hear-step.ts';
import { readRow } from '../../src/flow/live/tables.ts';
import { tellTask } from '../../src/flow/live/watch/tell-task.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { buildWeek } from './build-week.ts';
import { decidedWeek } from './decided-week.ts';
import { organisationPolicy } from './organisation-policy.ts';

test.each(Array.from({ length: 10 }, (_, place) => place + 1))(
  'week %i, heard from a ledger, interrupts with what an archive would, and one digest a day',
  async (seed) => {
    const week = buildWeek(seed);
    const policy = organisationPolicy(week.shop);
    const seconds = await decidedWeek(week, policy);
    const whole = startTelling({ routes: policy.notify, checks: policy.checks });
    const store = createMemoryStore(4);
    let now = seconds[0]!.at - 1000;
    const clock: Clock = { now: () => now, monotonic: () => now, sleep: async () => {} };
    const settings = { ...defaultLiveSettings, sites: [], ownRoles: [] };
    const parts: HearParts = {
      ...{ store, clock, policy: () => ({ policy, engine: '0.0.0' }), worker: 'one', settings, backlog: null },
      ...{ offsetOf: inUtc, post: defaultHearSettings },
    };
    const listens = async () => {
      while ((await hearStep(parts)) === 'worked');
    };
    await listens();
    for (const { at, decisions } of seconds) {
      for (; now + 60_000 < at; now += 60_000) await listens();
      now = at;
      const entries = decisions.map((each) => ({
        ...{ at, key: `decided/${each.id}`, fence: null },
        body: { kind: 'decided' as const, decision: JSON.parse(JSON.stringify(each)), facts: {}, basis: {} },
      }));
      const tasks = decisions.map(({ id }) => tellTask({ about: id, revision: 0, why: 'breach', due: at }));
      await store.append(seed % 4, 'any', entries, { tasks });
      for (const each of decisions) whole.take(each);
    }
    now += 8 * 86_400_000;
    await listens();
    const rows = (await store.rows('message', '', 10_000)).flatMap((row) => readRow('message', row) ?? []);
    const told = rows.filter(({ message }) => message.kind !== 'digest').map(({ message }) => message.id);
    const wanted = whole
      .end()
      .messages.filter(({ kind }) => kind !== 'digest')
      .map(({ id }) => id);
    expect(told.sort()).toEqual(wanted.sort());
    const digests = rows
      .filter(({ message }) => message.kind === 'digest')
      .map(({ message: { channel, at } }) => [channel, at]);
    expect(new Set(digests.map(String)).size).toBe(digests.length);
    expect(digests.length).toBeLessThanOrEqual(8 * new Set(digests.map(([channel]) => channel)).size);
    const open = (await store.waiting!(now)).find(({ kind }) => kind === 'tell');
    expect(open).toBeUndefined();
  },
);
