import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { createWeather } from './faults/weather.ts';
import { createWire } from './faults/wire.ts';
import { createLounge } from './lounge.ts';
import { luckOf } from './luck.ts';
import { createSchedule } from './schedule.ts';
import { createPostOffice } from './world/post-office.ts';

const never = async () => false;

/** A lounge with workers in it, each with a clock of its own; `called`: who went, and when. */
function loungeOf(...skews: readonly number[]) {
  const schedule = createSchedule(0);
  const { now } = schedule;
  const weather = createWeather({}, now, 0, new Set());
  const raw = createMemoryStore(1);
  const post = createPostOffice(() => false);
  const lounge = createLounge(schedule, { raw, post, luck: luckOf(1, 'lounge'), skewMost: 2_000 });
  const called: [number, number][] = [];
  const enter = async (n: number) => {
    const wire = createWire(`w${n}`, 1, { schedule, weather }, () => {});
    await lounge.wait(wire, skews[n]!);
    called.push([n, now()]);
  };
  const make = async (id: string, kind: string, due: number) => {
    await raw.append(0, 'any', [], { tasks: [{ id, key: id, kind, due, body: '{}' }] });
    lounge.expectTask(id, due);
  };
  const take = () => raw.lease({ worker: 'w', kinds: ['act'], now: now() + 2_000, span: 30_000, most: 1 });
  for (const n of skews.keys()) void enter(n);
  return { schedule, raw, post, lounge, called, enter, make, take };
}

describe('who waits for something to do', () => {
  test('for one task that is due one worker is called, the other waits for its minute', async () => {
    const { schedule, called, make, raw } = loungeOf(0, 0);
    await make('act/1', 'act', 5_000);
    schedule.at(5_100, () => void raw.lease({ worker: 'w', kinds: ['act'], now: 5_100, span: 300_000, most: 1 }));
    await schedule.run(70_000, 1_000, never);
    expect(called.map(([, at]) => at)).toEqual([5_000, 60_000]);
  });

  test('a task is due by the clock of whoever leases it: one that is behind is called later', async () => {
    const { schedule, called, make } = loungeOf(-1_500);
    await make('act/1', 'act', 5_000);
    await schedule.run(6_600, 1_000, never);
    expect(called).toEqual([[0, 6_500]]);
  });

  test('what one who was called did not take another is called for', async () => {
    const { schedule, called, make } = loungeOf(0, 0);
    await make('act/1', 'act', 5_000);
    await schedule.run(20_000, 1_000, never);
    expect(called.map(([, at]) => at)).toEqual([5_000, 9_000]);
  });

  test('what fell due while all were busy is not forgotten', async () => {
    const { schedule, called, make, enter } = loungeOf(0);
    await make('act/1', 'act', 5_000);
    await make('act/2', 'act', 6_000);
    schedule.at(7_000, () => void enter(0));
    await schedule.run(7_500, 1_000, never);
    expect(called.map(([, at]) => at)).toEqual([5_000, 7_000]);
  });

  test('nobody is called for what is done, for what somebody holds, or for what nobody here leases', async () => {
    const { schedule, called, make, take, raw } = loungeOf(0, 0);
    await make('act/1', 'act', 1_000);
    await make('act/2', 'act', 5_000);
    await make('tell/1', 'tell', 5_000);
    const [one] = await leased(take());
    await raw.finish({ task: one!.id, fence: one!.fence });
    await schedule.run(4_000, 1_000, never);
    await take();
    await schedule.run(30_000, 1_000, never);
    expect(called).toEqual([]);
    // The lease of the second ends by then.
    await schedule.run(37_000, 1_000, never);
    expect(called.map(([, at]) => at)).toEqual([36_000]);
  });

  test('a message that has come calls one or two, and again as long as nobody took it', async () => {
    const { schedule, called, lounge, post } = loungeOf(0, 0, 0, 0, 0);
    post.send({ kind: 'notice' } as never, 3_000);
    lounge.expectMail(3_000);
    schedule.at(8_000, () => void post.take(10, 8_000));
    await schedule.run(20_000, 1_000, never);
    expect([...new Set(called.map(([, at]) => at))]).toEqual([3_000, 7_000]);
    expect(called.length).toBeLessThan(5);
  });

  test('what comes to rest is over, and only looks are no reason to go on', async () => {
    const { schedule } = loungeOf(0);
    schedule.at(1_000, () => {});
    const ran = await schedule.run(100_000, 1_000, async () => true);
    expect(ran).toEqual({ steps: 1, isOver: true });
    expect(schedule.now()).toBe(100_000);
  });
});

async function leased(answer: ReturnType<ReturnType<typeof loungeOf>['take']>) {
  const found = await answer;
  return found.kind === 'leased' ? found.tasks : [];
}
