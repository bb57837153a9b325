import { describe, expect, it } from 'vitest';
import { close, intentOf, ruleOf } from '../../../../test/builders/acting.ts';
import { inHand } from '../../../../test/flow/in-hand.ts';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import type { ActionRow } from '../tables.ts';
import { confirm, untilSettled } from './confirm.ts';
import { type Known, know } from './know.ts';
import type { Performing } from './performing.ts';
import { waitForWrite } from './wait-for-write.ts';

const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
const intent = intentOf([close(ssh)]);
const { action, site } = intent;
const revoke: Ec2Order = {
  ...{ action, site, call: 'revoke', role: 'revoke', group: 'sg-web', direction: 'ingress' },
  ids: ['sgr-1', 'sgr-2'],
};
const rewrite: Ec2Order = { action, site, call: 'rewrite', role: 'restore', group: 'sg-web', rules: [], image: [] };

async function stageOf(row: Partial<ActionRow>) {
  const stage = new PerformStage();
  const on = { kind: 'group', id: stage.group() } as const;
  await stage.hears();
  const now = await inHand(stage, { ...intent, on }, row);
  const known = (await know(now)) as Known;
  return { stage, now, known };
}

/** What was known, by a read that began and ended then. */
function readAt(known: Known, started: number, ended = started): Known {
  return { ...known, read: { ...known.read, started, ended } };
}

async function givenBack(stage: PerformStage, now: Performing) {
  const task = (await stage.store.task(now.held.task))!;
  return { due: task.due, why: task.why, row: await stage.action(action) };
}

describe('before a call', () => {
  it('of an action that wrote nothing yet, nothing is waited for', async () => {
    const { now, known } = await stageOf({});
    expect(await waitForWrite(now, known, revoke)).toBeNull();
  });

  it('a call without an answer is waited for until a read began after it could have ended', async () => {
    const { stage, now, known } = await stageOf({ pending: rewrite, lastWrite: 5_000, goodAt: 1 });
    expect(await waitForWrite(now, readAt(known, 5_001), revoke)).toBeNull();
    expect(await waitForWrite(now, readAt(known, 5_000), revoke)).toBe('over');
    const { due, why, row } = await givenBack(stage, now);
    expect([due, why, row.goodAt]).toEqual([5_001, 'its last call may still be on its way', null]);
  });

  it('what puts back waits for a replica too that may not have heard of a call without an answer', async () => {
    const { stage, now, known } = await stageOf({ pending: rewrite, lastWrite: 5_000 });
    expect(await waitForWrite(now, readAt(known, 35_001), rewrite)).toBeNull();
    expect(await waitForWrite(now, readAt(known, 35_000), rewrite)).toBe('over');
    expect((await givenBack(stage, now)).due).toBe(35_001);
  });

  it('the same call again waits for all reads after the last one; any other does not', async () => {
    const { stage, now, known } = await stageOf({ last: revoke, lastWrite: 5_000, reads: 2, goodAt: 1 });
    expect(await waitForWrite(now, known, rewrite)).toBeNull();
    expect(await waitForWrite(now, known, { ...revoke, group: 'sg-2' })).toBeNull();
    expect(await waitForWrite(now, known, { ...revoke, ids: ['sgr-1', 'sgr-3'] })).toBeNull();
    expect(await waitForWrite(now, readAt(known, 9_000), { ...revoke, ids: ['sgr-2'] })).toBe('over');
    const { due, why, row } = await givenBack(stage, now);
    expect([due, why]).toEqual([5_000 + 15_000, 'what it did is not to be seen yet']);
    expect([row.reads, row.goodAt]).toEqual([3, null]);
  });

  it('a read that took longer than until the next one is due puts it off', async () => {
    const { stage, now, known } = await stageOf({ last: revoke, lastWrite: 5_000, reads: 0 });
    expect(await waitForWrite(now, readAt(known, 5_500, 99_000), revoke)).toBe('over');
    expect((await givenBack(stage, now)).due).toBe(99_000);
  });

  it('after the last read the same call is made again', async () => {
    const { now, known } = await stageOf({ last: revoke, lastWrite: 5_000, reads: 4 });
    expect(await waitForWrite(now, known, revoke)).toBeNull();
  });
});

describe('a read that shows all that was meant', () => {
  it('is settled once no replica can be older than what is acted on', async () => {
    const { now, known, stage } = await stageOf({});
    expect(untilSettled(now, readAt(known, stage.at + 1_000))).toBe(29_000);
    expect(untilSettled(now, readAt(known, stage.at + 30_000))).toBe(0);
    expect(untilSettled(now, readAt(known, stage.at + 40_000))).toBe(0);
  });

  it('that began before the last write was answered does not count, not even as the first of two', async () => {
    const { stage, now, known } = await stageOf({ last: revoke, lastWrite: 5_000, reads: 1, goodAt: 4_000 });
    expect(await confirm(now, readAt(known, 4_999), intent)).toBe('over');
    const { due, why, row } = await givenBack(stage, now);
    expect([due, why]).toEqual([5_000, 'read again once it tells for sure']);
    expect(row).toMatchObject({ state: 'verifying', goodAt: null, reads: 1 });
  });

  it('that began with the last write’s answer is the first of two', async () => {
    const { stage, now, known } = await stageOf({ last: revoke, lastWrite: 5_000 });
    expect(await confirm(now, readAt(known, 5_000, 5_100), intent)).toBe('over');
    const { due, why, row } = await givenBack(stage, now);
    expect([due, why]).toEqual([8_000, 'one good read; two prove it']);
    expect(row).toMatchObject({ state: 'verifying', goodAt: 5_100, reads: 1 });
  });

  it('of what nobody of us called counts only once no replica can be older than the change', async () => {
    const { stage, now, known } = await stageOf({});
    await confirm(now, readAt(known, stage.at + 29_999), intent);
    expect((await givenBack(stage, now)).due).toBe(stage.at + 30_000);
  });

  it('counts only once a rewrite without an answer cannot be on its way any more', async () => {
    const { at } = new PerformStage();
    const { stage, now, known } = await stageOf({ pending: rewrite, lastWrite: at, startedAt: at - 60_000 });
    await confirm(now, readAt(known, at + 29_999), intent);
    const { due, why } = await givenBack(stage, now);
    expect([due, why]).toEqual([at + 30_000, 'read again once it tells for sure']);
  });

  it('waits for the record of a revoke without an answer, looked for every half a minute, to the end of grace', async () => {
    const { at } = new PerformStage();
    const row = { pending: revoke, lastWrite: at, startedAt: at - 60_000, goodAt: at + 100 };
    const first = await stageOf(row);
    await confirm(first.now, readAt(first.known, at + 5_000, at + 5_100), intent);
    const { due, why, row: kept } = await givenBack(first.stage, first.now);
    expect([due, why]).toEqual([at + 35_100, 'the record of its call is still to come']);
    expect(kept.goodAt).toBe(at + 100);
    const last = await stageOf(row);
    await confirm(last.now, readAt(last.known, at + 899_000, at + 899_999), intent);
    expect((await givenBack(last.stage, last.now)).due).toBe(at + 900_000);
    const over = await stageOf(row);
    await confirm(over.now, readAt(over.known, at + 899_000, at + 900_000), over.now.row.intent);
    expect((await over.stage.action(action)).state).toBe('verified');
  });

  it('waits for no record of another call without an answer, nor of one that was answered', async () => {
    const { at } = new PerformStage();
    const lost = { pending: rewrite, lastWrite: at - 30_000 };
    for (const row of [lost, { last: revoke, lastWrite: at }]) {
      const { stage, now, known } = await stageOf({ ...row, startedAt: at - 60_000, goodAt: at + 100 });
      await confirm(now, readAt(known, at + 5_000, at + 5_100), now.row.intent);
      expect((await stage.action(action)).state).toBe('verified');
    }
  });
});
