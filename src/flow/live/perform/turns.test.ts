import { describe, expect, it } from 'vitest';
import { close, intentOf, ruleOf, site } from '../../../../test/builders/acting.ts';
import { inHand } from '../../../../test/flow/in-hand.ts';
import { opened, PerformStage } from '../../../../test/flow/perform-stage.ts';
import type { Appended, Store, Task } from '../../../contracts/store.ts';
import { shardOf } from '../../../core/ledger/entry-shard.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { type AskRow, rowName } from '../tables.ts';
import { act } from './act.ts';
import { plain } from './action-entries.ts';
import { announce } from './announce.ts';
import { askEnd } from './ask-end.ts';

const intent = intentOf([close(ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1'))]);
const { action } = intent;

describe('who finds that others write about the same group', () => {
  it('looks eight times, each time after a longer pause, and then leaves it for a second', async () => {
    const { stage } = await opened();
    const task = (await stage.lease())!;
    const pauses: number[] = [];
    const clock = { ...stage.parts().clock, sleep: async (time: number) => void pauses.push(time) };
    const append: Store['append'] = async () => ({ kind: 'lost', head: null });
    await act(stage.parts({ clock, chance: { next: () => 0.5 }, store: { ...stage.store, append } }), task);
    expect(pauses).toEqual([25, 50, 75, 100, 125, 150, 175, 200]);
    expect(await stage.store.task(task.id)).toMatchObject({
      state: 'open',
      due: stage.at + 1000,
      why: 'others kept writing about the same group',
    });
  });
});

describe('who cannot read what is known', () => {
  it('is asked again after a second, and then twice as late each time, five minutes at most', async () => {
    const { stage } = await opened();
    const store = { ...stage.store, view: async () => Promise.reject(new Error('away')) };
    const waits: number[] = [];
    for (let turn = 0; turn < 12; turn++) {
      expect(await stage.turn({ store })).toBe(true);
      const [{ due } = expect.unreachable()] = await stage.openTasks('act');
      waits.push((due - stage.at) / 1000);
      stage.at = due;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
  });
});

describe('the end of a question', () => {
  const ask: AskRow = {
    ...{ hash: 'h', intent, image: [], decision: 'chg_1', environment: 'prod', owner: 'web', requester: null },
    ...{ askedAt: 1, until: 2, approvedBy: [], state: 'waiting' },
  };

  async function asked(row: AskRow | null): Promise<{ stage: PerformStage; task: Task }> {
    const stage = new PerformStage();
    const task = { id: 'end', key: 'end', kind: 'ask-end', due: stage.at, body: '{"hash":"h"}' };
    const rows = row === null ? [] : [{ ...rowName('ask', 'h'), value: JSON.stringify(row) }];
    await stage.store.append(0, 'any', [], { rows, tasks: [task] });
    return { stage, task: (await stage.lease(['ask-end']))! };
  }

  it('that is not there, or was answered, is nothing to do', async () => {
    for (const row of [null, { ...ask, state: 'approved' } as const]) {
      const { stage, task } = await asked(row);
      await askEnd(stage.parts(), task);
      expect((await stage.store.task('end'))!.state).toBe('done');
      expect(await stage.told()).toEqual([]);
      expect(await stage.entries()).toEqual([]);
    }
  });

  it('is written with what was asked, and the task is over', async () => {
    const { stage, task } = await asked(ask);
    let failed = 0;
    const fail: Store['fail'] = async () => {
      failed++;
      return { kind: 'settled' };
    };
    await askEnd(stage.parts({ store: { ...stage.store, fail } }), task);
    expect(await stage.rows('ask')).toEqual([{ ...ask, state: 'expired' }]);
    expect(await stage.store.task('end')).toMatchObject({ state: 'done', why: null });
    expect(failed).toBe(0);
    expect((await stage.bodies('outcome'))[0]).toMatchObject({ action, lineage: {}, state: 'refused' });
  });

  it('is told as such, once its time is up and no sooner', async () => {
    const { at } = new PerformStage();
    const early = await asked({ ...ask, until: at + 1 });
    await askEnd(early.stage.parts(), early.task);
    expect(await early.stage.store.task('end')).toMatchObject({ due: at + 1, why: 'there is still time to answer' });
    expect(await early.stage.entries()).toEqual([]);
    const late = await asked({ ...ask, until: at });
    await askEnd(late.stage.parts(), late.task);
    expect(await late.stage.tasks('tell')).toEqual([{ about: 'h', revision: 'expired', why: 'expired' }]);
  });

  it('is told in the chain of the group that was asked about', async () => {
    for (const id of ['sg-web', 'sg-db', 'sg-dns', 'sg-mail', 'sg-vpn']) {
      const { stage, task } = await asked({ ...ask, intent: { ...intent, on: { kind: 'group', id } } });
      await askEnd(stage.parts(), task);
      const [entry] = await stage.entries();
      expect(entry!.header.shard).toBe(shardOf({ ...site, group: id }, stage.store.shards));
    }
  });

  it.each([
    { kind: 'stale', row: { table: 'ask', key: 'h', value: null, version: 9 } },
    { kind: 'unavailable', maybe: false, why: 'away' },
  ] satisfies Appended[])('is tried again a second later where the store does not take it: %j', async (answer) => {
    const { stage, task } = await asked(ask);
    await askEnd(stage.parts({ store: { ...stage.store, append: async () => answer } }), task);
    expect(await stage.store.task('end')).toMatchObject({ state: 'open', due: stage.at + 1000, why: answer.kind });
  });
});

describe('the announcement of a call', () => {
  const order: Ec2Order = {
    ...{ action, site, call: 'revoke', role: 'revoke', group: 'sg-web', direction: 'ingress', ids: ['sgr-1'] },
  };

  it('expects its record for as long as one may take, counts for the breaker, and begins its reads anew', async () => {
    const stage = new PerformStage();
    const now = await inHand(stage, intent, { reads: 3, goodAt: 7, attempt: 4 });
    const done = await announce(now, { order, expect: 'any', row: now.row, caps: [] });
    const row = { state: 'acting', attempt: 5, pending: order, lastWrite: stage.at + 10_000, reads: 0, goodAt: null };
    expect(done).toMatchObject({ kind: 'committed', now: { row } });
    const [expected] = await stage.rows('expect');
    expect(expected).toMatchObject({
      action,
      from: stage.at,
      until: stage.at + 900_000,
      tuples: ['sgr-1'],
      on: 'sg-web',
    });
    expect(await stage.rows('acted')).toEqual([{ action, at: stage.at, actor: intent.actor }]);
    expect((await stage.bodies('acting'))[0]).toMatchObject({ attempt: 5, until: stage.at + 900_000 });
  });

  it('comes with what the read before it left in the ledger', async () => {
    const stage = new PerformStage();
    const now = await inHand(stage, intent);
    const entries = [
      { at: 1, key: 'k', fence: null, body: { kind: 'gap', source: 'q', why: 'lost', from: 1, to: null } },
    ] as const;
    const rows = [{ table: 'gap', key: 'x', value: '{"from":1}' }];
    const tasks = [{ id: 'grace/1', key: 'grace/1', kind: 'grace', due: 5, body: '{}' }];
    await announce(now, {
      order,
      expect: 'any',
      row: now.row,
      caps: [],
      note: { entries, rows, tasks, expect: 'any' },
    });
    expect((await stage.entries()).map(({ header }) => header.kind)).toEqual(['gap', 'acting']);
    expect(await stage.rows('gap')).toEqual([{ from: 1 }]);
    expect((await stage.openTasks('grace')).length).toBe(1);
  });
});

describe('a value in an entry', () => {
  it('is as JSON holds it: nothing is null, and what has no value is left out', () => {
    expect(plain(undefined)).toBeNull();
    expect(plain({ a: undefined, b: [1] })).toEqual({ b: [1] });
  });
});
