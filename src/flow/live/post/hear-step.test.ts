import { describe, expect, test } from 'vitest';
import { routeOf } from '../../../../test/builders/told-decision.ts';
import { HearStage } from '../../../../test/flow/hear-stage.ts';
import type { OrderedBody } from '../../../core/ledger/entry-body.ts';
import type { MessageRow } from './post-rows.ts';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const saidOf = ({ notes }: MessageRow) => notes.map(({ say }) => say);

/** SSH was opened to everybody. */
async function opened(stage: HearStage, name = 'web') {
  await stage.listens();
  const web = stage.group(name);
  const ssh = stage.opens(web, 22);
  await stage.hears();
  await stage.listens();
  return { stage, web, ssh };
}

describe('R60: what is decided', () => {
  test('becomes a message and a task for its channel, at once', async () => {
    const { stage } = await opened(new HearStage().tells('high'));
    const [row] = await stage.messages();
    const [decision] = (await stage.decisions()).filter(({ verdict }) => verdict?.ruling === 'breach');
    expect(row).toMatchObject({
      message: { kind: 'alert', channel: 'slack.secops', severity: 'high', decisions: [decision!.id] },
      ...{ revision: 0, interrupts: 1, incidents: [decision!.incident], acknowledged: null, escalation: null },
    });
    expect(await stage.tasks('deliver/slack.secops')).toEqual([{ message: row!.message.id }]);
    expect(await stage.openTasks('tell')).toEqual([]);
  });

  test('goes to each channel as a message of its own, and to the owner of the group', async () => {
    const both = routeOf({ groupFor: null, to: ['mail.a', 'owner'] });
    const { stage } = await opened(new HearStage().tells('high', both));
    const channels = (await stage.messages()).map(({ message }) => message.channel);
    expect(channels.sort()).toEqual(['mail.a', 'owner:unowned']);
  });

  test('is waited with while its actor may go on, and then told without anything else happening', async () => {
    const { stage } = await opened(new HearStage().tells('high', routeOf({ groupFor: 90_000 })));
    expect(await stage.messages()).toEqual([]);
    await stage.lasts(2 * minute);
    expect(await stage.messages()).toMatchObject([{ revision: 0, interrupts: 1 }]);
  });

  test('is history when it is older than a day at the first hearing', async () => {
    const stage = new HearStage().tells('high');
    stage.opens(stage.group(), 22);
    await stage.hears();
    stage.at += 2 * day;
    await stage.listens();
    expect(await stage.messages()).toEqual([]);
    expect(await stage.openTasks('tell')).toEqual([]);
  });
});

describe('R62: what was open for a moment only', () => {
  test('is told by no message, and stands in the digest', async () => {
    const routes = [
      routeOf({ groupFor: 90_000 }),
      routeOf({ id: 'day', min: 'low', to: ['mail.day'], dailyAt: '09:00' }),
    ];
    const stage = new HearStage().tells('medium', ...routes);
    const { web, ssh } = await opened(stage);
    stage.closes(web, ssh);
    await stage.hears();
    await stage.lasts(3 * minute);
    expect(await stage.messages()).toEqual([]);
    stage.at += day;
    await stage.listens();
    const [digest] = await stage.messages();
    expect(digest).toMatchObject({
      message: { kind: 'digest', channel: 'mail.day' },
      detail: { period: 'daily', verdicts: { medium: 1 }, fates: { digested: 1 } },
    });
    await stage.listens();
    expect(await stage.messages()).toHaveLength(1);
  });
});

describe('R13: a reminder', () => {
  test('interrupts anew by the message that told it, and never again once it is closed', async () => {
    const { stage, web, ssh } = await opened(new HearStage().tells('high'));
    await stage.lasts(70 * minute);
    const [row] = await stage.messages();
    expect(row).toMatchObject({ interrupts: 2, notes: [{ say: expect.stringMatching(/^still open, for 1 hour/) }] });
    stage.closes(web, ssh);
    await stage.hears();
    await stage.lasts(5 * hour);
    const [after] = await stage.messages();
    expect(after!.interrupts).toBe(2);
    expect(saidOf(after!).at(-1)).toMatch(/^over: inc_.* is closed$/);
  });

  test('is a message of its own where nobody was told yet', async () => {
    const stage = new HearStage().tells('high', routeOf({ id: 'other', where: { name: ['db'] } }));
    await opened(stage);
    stage.tells('high');
    await stage.lasts(70 * minute);
    expect(await stage.messages()).toMatchObject([
      { message: { kind: 'alert' }, interrupts: 1, notes: [{ say: expect.stringMatching(/^still open/) }] },
    ]);
  });
});

describe('R94: what comes back after it was over', () => {
  test('is told again', async () => {
    const { stage, web, ssh } = await opened(new HearStage().tells('high'));
    stage.closes(web, ssh);
    await stage.hears();
    await stage.lasts(10 * minute);
    stage.opens(web, 22);
    await stage.hears();
    await stage.lasts(minute);
    const rows = await stage.messages();
    expect(rows).toHaveLength(2);
    expect(saidOf(rows[0]!).at(-1)).toBe('something of it came back after it was over');
    expect(rows.map(({ interrupts }) => interrupts)).toEqual([1, 1]);
  });
});

describe('R96, R164: a response time', () => {
  const hurry = routeOf({
    ...{ groupFor: null, acknowledgeWithin: { critical: 15 * minute, high: 30 * minute }, escalateTo: ['pager.lead'] },
  });

  test('that passes interrupts again and tells whoever it is escalated to', async () => {
    const { stage } = await opened(new HearStage().tells('high', hurry));
    const [row] = await stage.messages();
    expect(row!.escalation).toMatchObject({ at: stage.at + 30 * minute, to: ['pager.lead'], done: false });
    await stage.lasts(29 * minute);
    expect(await stage.messages()).toHaveLength(1);
    await stage.lasts(2 * minute);
    const rows = await stage.messages();
    expect(rows.map(({ message: { channel }, interrupts }) => [channel, interrupts])).toEqual([
      ['slack.secops', 2],
      ['pager.lead', 1],
    ]);
    expect(saidOf(rows[0]!)).toEqual(['nobody acknowledged it within 30 minutes: pager.lead is told']);
    expect(await stage.tasks('deliver/pager.lead')).toHaveLength(1);
  });

  test('does not count once it is closed, or somebody acknowledged it', async () => {
    const { stage, web, ssh } = await opened(new HearStage().tells('high', hurry));
    stage.closes(web, ssh);
    await stage.hears();
    await stage.lasts(40 * minute);
    expect((await stage.messages()).map(({ interrupts, escalation }) => [interrupts, escalation?.done])).toEqual([
      [1, true],
    ]);
    const other = await opened(new HearStage().tells('high', hurry));
    const [row] = await other.stage.messages();
    const body: OrderedBody = {
      ...{ kind: 'ordered', order: 'acknowledge', person: 'carol', on: row!.incidents[0]!, reason: 'on it' },
      ...{ until: null, detail: null },
    };
    await other.stage.store.append(0, 'any', [{ at: other.stage.at, key: 'ack', fence: null, body }]);
    await other.stage.lasts(40 * minute);
    const [after] = await other.stage.messages();
    expect(after).toMatchObject({ interrupts: 1, acknowledged: { by: 'carol' } });
    expect(saidOf(after!)).toEqual(['acknowledged by carol: on it']);
  });
});

describe('R76: a mute', () => {
  const mute = (stage: HearStage, more = {}) => {
    const value = {
      ...{ id: 'mut_1', check: 'ssh', group: null, account: null, owner: 'net', by: 'carol', reason: 'move' },
      ...{ from: stage.at - hour, until: stage.at + day, kept: 0, ...more },
    };
    return stage.store.append(0, 'any', [], { rows: [{ table: 'mute', key: 'mut_1', value: JSON.stringify(value) }] });
  };

  test('keeps back and counts what it fits, its reminders too, until it ends', async () => {
    const stage = new HearStage().tells('high');
    await mute(stage);
    await opened(stage);
    expect(await stage.messages()).toEqual([]);
    expect(await stage.rows('mute')).toMatchObject([{ kept: 1 }]);
    await stage.lasts(70 * minute);
    expect(await stage.rows('mute')).toMatchObject([{ kept: 2 }]);
    await stage.lasts(day);
    expect(await stage.messages()).toMatchObject([{ notes: [{ say: expect.stringMatching(/^still open/) }] }]);
  });

  test('of another group keeps nothing back', async () => {
    const stage = new HearStage().tells('high');
    await mute(stage, { group: 'sg-other' });
    await opened(stage);
    expect(await stage.messages()).toHaveLength(1);
  });
});

describe('R65: notices of our own work', () => {
  const notice = (stage: HearStage, id: string, why: string, detail = {}) => {
    const body = JSON.stringify({ about: id, revision: 0, why, ...detail });
    const name = `tell/${id}/${why}`;
    return stage.store.append(0, 'any', [], { tasks: [{ id: name, key: name, kind: 'tell', due: stage.at, body }] });
  };

  test('go to the routes that tell everything, and are one message for an hour', async () => {
    const routes = [
      routeOf({ id: 'prod', to: ['pager'], where: { environment: ['prod'] } }),
      routeOf({ id: 'all', to: ['slack.ops'], min: 'medium' }),
      routeOf({ id: 'worst', to: ['sms'], min: 'critical' }),
    ];
    const stage = new HearStage().tells('high', ...routes);
    await stage.listens();
    await notice(stage, 'task-1', 'fault', { fault: 'x' });
    await stage.listens();
    await notice(stage, 'task-2', 'fault', { fault: 'x' });
    await stage.listens();
    expect(await stage.messages()).toMatchObject([
      { message: { kind: 'notice', channel: 'slack.ops' }, revision: 1, interrupts: 1, detail: { why: 'fault' } },
    ]);
    stage.at += 2 * hour;
    await notice(stage, 'task-3', 'fault', {});
    await stage.listens();
    expect(await stage.messages()).toHaveLength(2);
  });

  test('of what is critical are told each time; of a channel not to itself', async () => {
    const stage = new HearStage().tells('high', routeOf({ to: ['a', 'b'], min: 'low' }));
    await stage.listens();
    await notice(stage, 'chg_1', 'impostor', { severity: 'critical' });
    await notice(stage, 'chg_2', 'impostor', { severity: 'critical' });
    await notice(stage, 'channel/a', 'channel', { channel: 'a' });
    await stage.listens();
    const told = (await stage.messages()).map(({ message: { channel }, detail }) => `${channel} ${detail!.about}`);
    expect(told.sort()).toEqual(['a chg_1', 'a chg_2', 'b channel/a', 'b chg_1', 'b chg_2']);
  });

  test('of a source that was lost say when it is back', async () => {
    const stage = new HearStage().tells('high');
    await stage.listens();
    await notice(stage, 'gap/queue', 'gap', { source: 'queue' });
    await stage.listens();
    await notice(stage, 'gap/queue', 'gap-over', { source: 'queue' });
    await stage.listens();
    expect(await stage.messages()).toMatchObject([{ revision: 1, interrupts: 1, detail: { why: 'gap-over' } }]);
  });
});
