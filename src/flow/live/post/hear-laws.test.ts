import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { routeOf } from '../../../../test/builders/told-decision.ts';
import { HearStage } from '../../../../test/flow/hear-stage.ts';
import type { Store } from '../../../contracts/store.ts';
import { pendingOf } from '../../../core/plan/quiet/channel-counts.ts';
import type { Route } from '../../../core/policy/policy.ts';
import { hearStep } from './hear-step.ts';
import { loadPost } from './post-state.ts';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

const routes: readonly Route[] = [
  routeOf({ groupFor: 90_000, acknowledgeWithin: { high: 30 * minute }, escalateTo: ['lead'] }),
  routeOf({ id: 'few', to: ['sms'], groupFor: null, budget: { count: 1, per: hour } }),
  routeOf({ id: 'night', to: ['mail.night'], groupFor: null, quietHours: '00:00-06:00' }),
  routeOf({ id: 'day', min: 'none', to: ['mail.day'], dailyAt: '03:00' }),
];

interface Step {
  readonly does: 'open' | 'close' | 'listen' | 'wait' | 'wait long';
  readonly group: number;
}

const anyStep: fc.Arbitrary<Step> = fc.record({
  does: fc.constantFrom('open', 'open', 'close', 'listen', 'listen', 'wait', 'wait long'),
  group: fc.nat(2),
});

/** What is due on a channel is told, waits, or was kept back and counted; nothing else. */
async function balanced(store: Store): Promise<void> {
  const { cursor, lanes } = await loadPost(store);
  for (const [channel, counts] of Object.entries(cursor?.teller.counts ?? {})) {
    const lane = lanes.get(channel);
    const keys = [...(lane?.head.live ?? []), ...(lane?.head.overflow?.bundles ?? [])];
    const waiting = keys.flatMap((key) => lane?.bundles.get(key) ?? []);
    const inLane = new Map(
      waiting
        .filter(({ message, state }) => message === null && state !== 'dropped')
        .map((each) => [each.key, each.count]),
    );
    expect(pendingOf(counts), channel).toBe([...inLane.values()].reduce((sum, count) => sum + count, 0));
  }
}

/** A store that a sender loses at the nth use, before or after what was asked has happened, and that is checked after each commit. */
function losing(store: Store, at: number, after: boolean): Store {
  let uses = 0;
  const lost = new Proxy(store, {
    get: (target, name) => {
      const held = Reflect.get(target, name) as unknown;
      if (typeof held !== 'function' || name === 'read') return held;
      return async (...asked: readonly unknown[]) => {
        const isNow = uses++ === at;
        if (isNow && !after) throw new Error('crash');
        const done = (await Reflect.apply(held, target, asked)) as unknown;
        if (name === 'append') await balanced(store);
        if (isNow) throw new Error('crash');
        return done;
      };
    },
  });
  return lost;
}

async function play(steps: readonly Step[], listens: (stage: HearStage) => Promise<void>): Promise<HearStage> {
  const stage = new HearStage().tells('high', ...routes);
  const groups = ['a', 'b', 'c'].map((name) => stage.group(name));
  const open = new Map<number, string>();
  await stage.hears();
  await listens(stage);
  for (const { does, group } of steps) {
    const id = open.get(group);
    if (does === 'open' && id === undefined) open.set(group, stage.opens(groups[group]!, 22));
    if (does === 'close' && id !== undefined) {
      stage.closes(groups[group]!, id);
      open.delete(group);
    }
    if (does === 'wait') stage.at += minute;
    if (does === 'wait long') await stage.passes(2 * hour);
    await stage.hears();
    if (does === 'listen') await listens(stage);
  }
  stage.at += 2 * minute;
  await listens(stage);
  await stage.lasts(8 * hour);
  return stage;
}

/** By channel, how often each decision that objects is in a message. */
async function toldOf(stage: HearStage) {
  const objecting = (await stage.decisions()).filter(({ verdict }) => verdict?.ruling === 'breach').map(({ id }) => id);
  const told = new Map<string, number>();
  for (const { message } of await stage.messages()) {
    if (message.kind === 'digest' || message.channel === 'lead') continue;
    for (const id of new Set([...message.decisions, ...message.joined]))
      if (objecting.includes(id)) told.set(`${message.channel} ${id}`, (told.get(`${message.channel} ${id}`) ?? 0) + 1);
  }
  const { cursor } = await loadPost(stage.store);
  return { told, objecting, counts: cursor!.teller.counts };
}

async function holds(stage: HearStage): Promise<void> {
  await balanced(stage.store);
  const { told, objecting, counts } = await toldOf(stage);
  for (const count of told.values()) expect(count).toBe(1);
  for (const channel of ['slack.secops', 'sms', 'mail.night']) {
    if (objecting.length === 0) continue;
    const { due, dropped } = counts[channel]!;
    expect(pendingOf(counts[channel]!)).toBe(0);
    expect(due).toBe(objecting.length);
    expect([...told.keys()].filter((each) => each.startsWith(`${channel} `)).length).toBe(due - dropped);
  }
  expect(await stage.openTasks('tell')).toEqual([]);
  for (const { message, revision } of await stage.messages()) {
    const task = await stage.store.task(`deliver/${message.channel}/${message.id}/${revision}`);
    expect(task?.state).toBe('open');
  }
  const digests = (await stage.messages()).filter(({ message }) => message.kind === 'digest');
  expect(new Set(digests.map(({ message }) => message.at)).size).toBe(digests.length);
}

describe('R60, R76: whatever happens to those who send', () => {
  test('a sender that dies at any use of the store loses no decision and tells none twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 12 }), fc.nat(60), fc.boolean(), async (steps, at, after) => {
        let turn = 0;
        const stage = await play(steps, async (on) => {
          const store = losing(on.store, at + (turn++ % 3), after);
          await on.listens({ store }).catch((error: Error) => expect(error.message).toBe('crash'));
        });
        await holds(stage);
      }),
      { numRuns: 15 },
    );
  });

  test('two senders at once, one of them slow at any moment, are as one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 12 }), fc.nat(40), async (steps, slow) => {
        const stage = await play(steps, async (on) => {
          let uses = 0;
          const store = new Proxy(on.store, {
            get: (target, name) => {
              const held = Reflect.get(target, name) as unknown;
              if (typeof held !== 'function' || name === 'read') return held;
              return async (...asked: readonly unknown[]) => {
                if (uses++ === slow) await hearStep(on.hearing({ worker: 'two' }));
                return (await Reflect.apply(held, target, asked)) as unknown;
              };
            },
          });
          await on.listens({ store });
        });
        await holds(stage);
      }),
      { numRuns: 15 },
    );
  });

  test('what a sender remembers from one step to the next changes nothing of what is stored', async () => {
    const left = async (stage: HearStage) => {
      const rows = await Promise.all(
        ['post', 'message', 'mention'].map((table) => stage.store.rows(table, '', 10_000)),
      );
      return rows.flat().map(({ key, value }) => [key, value]);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 12 }), async (steps) => {
        const [kept, read] = [
          await play(steps, (on) => on.listens()),
          await play(steps, (on) => on.listens({ memory: undefined })),
        ];
        expect(await left(kept)).toEqual(await left(read));
      }),
      { numRuns: 15 },
    );
  });

  test('what stands is read once by a sender that lives on, and anew when another one told something', async () => {
    const stage = new HearStage().tells('high', ...routes);
    let read = 0;
    const rows: Store['rows'] = (table, from, ...more) => {
      if (table === 'post' && from.startsWith('findings')) read++;
      return stage.store.rows(table, from, ...more);
    };
    const told = async (more: Parameters<HearStage['listens']>[0] = {}) => {
      stage.opens(stage.group(`group-${stage.at}`), 22);
      await stage.hears();
      await stage.listens(more);
    };
    const mine = { store: { ...stage.store, rows } };
    for (let n = 0; n < 5; n++) await told(mine);
    expect(read).toBe(1);
    await told({ worker: 'two', memory: undefined });
    await told(mine);
    expect(read).toBe(2);
    expect((await stage.messages()).length).toBeGreaterThan(0);
  });

  test('one digest a day, whenever somebody listens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 12 }), async (hours) => {
        const stage = new HearStage().tells('high', ...routes);
        stage.opens(stage.group(), 22);
        await stage.hears();
        await stage.listens();
        for (const each of hours) {
          stage.at += each * hour;
          await stage.listens();
          await stage.listens({ worker: 'two' });
        }
        const digests = (await stage.messages()).filter(({ message }) => message.kind === 'digest');
        expect(new Set(digests.map(({ message }) => Math.floor(message.at / day))).size).toBe(digests.length);
        const facts = digests.map(({ detail }) => detail as { from: number; to: number });
        for (const [place, each] of facts.slice(1).entries()) expect(each.from).toBe(facts[place]!.to);
      }),
      { numRuns: 30 },
    );
  });
});
