import { describe, expect, test } from 'vitest';
import { routeOf } from '../../../../test/builders/told-decision.ts';
import { HearStage } from '../../../../test/flow/hear-stage.ts';
import { strict } from '../../../../test/flow/watch-stage.ts';
import type { OrderedBody, RevisedBody } from '../../../core/ledger/entry-body.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { Route } from '../../../core/policy/policy.ts';
import type { Severity } from '../../../core/policy/scale.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import { defaultHearSettings } from './hear-parts.ts';
import type { MessageRow } from './post-rows.ts';
import { loadCursor } from './post-state.ts';

const minute = 60_000;
const saidOf = ({ notes }: MessageRow) => notes.map(({ say }) => say);
const pager = { ...defaultHearSettings, pagers: new Set(['pager']), editAfter: 0 };

function judged(
  notify: readonly Route[],
  respond: 'revert' | 'ask' = 'revert',
  severity: Severity = 'critical',
): Judging {
  const checks = strict.policy.checks.map((each) =>
    each.id === 'ssh' ? { ...each, severity: { else: severity }, respond: { else: [respond] } } : each,
  );
  return { ...strict, policy: { ...strict.policy, checks, notify } };
}

/** SSH was opened to everybody where that is reverted or asked about. */
async function opened(judging: Judging, more = {}) {
  const stage = new HearStage();
  stage.judging = judging;
  await stage.listens(more);
  const web = stage.group();
  const ssh = stage.opens(web, 22);
  await stage.hears();
  await stage.listens(more);
  return { stage, web, ssh };
}

const due = async (stage: HearStage, channel: string) =>
  (await stage.openTasks(`deliver/${channel}`)).map((task) => (task.due - stage.at) / 1000);

describe('R74: what we do about it', () => {
  test('is added to the message once it is verified, and interrupts nobody', async () => {
    const { stage } = await opened(judged([routeOf({ groupFor: null })]));
    await stage.lasts(5 * minute);
    const [row] = await stage.messages();
    expect(row!.interrupts).toBe(1);
    expect(saidOf(row!)).toEqual([
      'the revert is done, and verified by reading again',
      expect.stringMatching(/^over: inc_/),
    ]);
  });

  test('that is refused interrupts again, with why', async () => {
    const { stage } = await opened(judged([routeOf({ groupFor: null })]));
    const [message] = await stage.messages();
    const [action] = await stage.actions();
    const row = { ...action, state: 'refused', why: 'the group is never touched' };
    const tell = { about: action!.intent.action, revision: 'refused', why: 'acted' };
    const task = { id: 'tell/x', key: 'tell/x', kind: 'tell', due: stage.at, body: JSON.stringify(tell) };
    const key = action!.intent.action;
    await stage.store.append(0, 'any', [], {
      rows: [{ table: 'action', key, value: JSON.stringify(row) }],
      tasks: [task],
    });
    await stage.listens();
    const after = (await stage.messages()).find(({ key: name }) => name === message!.key);
    expect(after).toMatchObject({ interrupts: 2, revision: 1 });
    expect(saidOf(after!)).toEqual(['NOT closed: the revert was refused: the group is never touched']);
  });
});

describe('what is being reverted', () => {
  const routes = [routeOf({ groupFor: null, to: ['pager', 'chat'] })];

  test('wakes nobody for a minute: the pager is told when it is done, the chat at once', async () => {
    const { stage } = await opened(judged(routes), { post: pager });
    expect(await due(stage, 'chat')).toEqual([0]);
    expect(await due(stage, 'pager')).toEqual([60]);
    await stage.passes(30_000);
    await stage.listens({ post: pager });
    expect((await due(stage, 'pager')).some((seconds) => seconds <= 0)).toBe(true);
    const [row] = await stage.messages();
    expect(row).toMatchObject({ interrupts: 1, revision: 1 });
  });

  test('pages at once where it is only asked about', async () => {
    const { stage } = await opened(judged(routes, 'ask'), { post: pager });
    expect(await due(stage, 'pager')).toEqual([0]);
  });
});

describe('R64: a question', () => {
  const hash = async (stage: HearStage) => (await stage.rows('ask'))[0]!.hash;

  test('stands in the message about its decision; when nobody answers, it is told again', async () => {
    const { stage } = await opened(judged([routeOf({ groupFor: null })], 'ask'));
    expect(await stage.messages()).toMatchObject([{ revision: 0, notes: [] }]);
    stage.at += 25 * 60 * minute;
    const body = JSON.stringify({ about: await hash(stage), revision: 'expired', why: 'expired' });
    const task = { id: 'tell/e', key: 'tell/e', kind: 'tell', due: stage.at, body };
    await stage.store.append(0, 'any', [], { tasks: [task] });
    await stage.listens();
    const [row] = await stage.messages();
    expect(row!.interrupts).toBe(2);
    expect(saidOf(row!)).toEqual([`nobody answered ${await hash(stage)}: it stays open`]);
  });

  test('that no route tells at once is asked by the mildest route that means the group', async () => {
    const routes = [
      routeOf({ id: 'page', min: 'critical', to: ['pager'] }),
      routeOf({ id: 'team', min: 'high', to: ['chat'] }),
    ];
    const { stage } = await opened(judged(routes, 'ask', 'low'));
    expect((await stage.messages()).map(({ message }) => [message.channel, message.severity])).toEqual([
      ['chat', 'low'],
    ]);
  });

  test('tells who said yes', async () => {
    const { stage } = await opened(judged([routeOf({ groupFor: null })], 'ask'));
    const body: OrderedBody = {
      ...{ kind: 'ordered', order: 'approve', person: 'carol@example.com', on: await hash(stage), reason: 'right' },
      ...{ until: null, detail: null },
    };
    await stage.store.append(0, 'any', [{ at: stage.at, key: 'yes', fence: null, body }]);
    await stage.listens();
    const [row] = await stage.messages();
    expect(saidOf(row!)).toEqual(['approved by carol@example.com: right']);
  });
});

describe('R60: a decision that is revised', () => {
  const revise = async (stage: HearStage, decision: Decision, severity: Severity | null) => {
    const [check] = decision.verdict!.checks;
    const checks = severity === null ? [] : [{ ...check, severity }];
    const verdict = {
      ...decision.verdict,
      ruling: severity === null ? 'clear' : 'breach',
      severity: severity ?? 'none',
      checks,
    };
    const of = { kind: 'revised', of: decision.id, because: 'rec_2', verdict: JSON.parse(JSON.stringify(verdict)) };
    const body = of as unknown as RevisedBody;
    await stage.store.append(0, 'any', [{ at: stage.at, key: `revised/${stage.at}`, fence: null, body }]);
    await stage.listens();
  };
  const first = async (stage: HearStage) =>
    (await stage.decisions()).find(({ verdict }) => verdict?.ruling === 'breach')!;

  test('to something worse interrupts again, to something milder is a note', async () => {
    const stage = new HearStage().tells('medium');
    await stage.listens();
    stage.opens(stage.group(), 22);
    await stage.hears();
    await stage.listens();
    await revise(stage, await first(stage), 'high');
    expect(await stage.messages()).toMatchObject([{ message: { severity: 'high' }, interrupts: 2, revision: 1 }]);
    stage.at += minute;
    await revise(stage, await first(stage), null);
    const [row] = await stage.messages();
    expect(row).toMatchObject({ interrupts: 2, revision: 2 });
    expect(saidOf(row!)).toEqual([
      'judged again, for more is known (rec_2): breach, high',
      'judged again, for more is known (rec_2): nothing objects to it',
    ]);
  });

  test('from nothing to a breach is told as news, once for each channel', async () => {
    const routes = [
      routeOf({ groupFor: null }),
      routeOf({ id: 'worst', min: 'critical', to: ['pager'], groupFor: null }),
    ];
    const stage = new HearStage().tells('low', ...routes);
    await stage.listens();
    stage.opens(stage.group(), 22);
    await stage.hears();
    await stage.listens();
    expect(await stage.messages()).toEqual([]);
    await revise(stage, await first(stage), 'high');
    expect((await stage.messages()).map(({ message }) => message.channel)).toEqual(['slack.secops']);
    stage.at += minute;
    await revise(stage, await first(stage), 'critical');
    const rows = await stage.messages();
    expect(rows.map(({ message: { channel }, interrupts }) => [channel, interrupts])).toEqual([
      ['slack.secops', 2],
      ['pager', 1],
    ]);
  });

  test('to nothing before anybody was told is told by nobody', async () => {
    const stage = new HearStage().tells('high', routeOf({ groupFor: 90_000 }));
    await stage.listens();
    stage.opens(stage.group(), 22);
    await stage.hears();
    await stage.listens();
    await revise(stage, await first(stage), null);
    stage.at += 5 * minute;
    await stage.listens();
    expect(await stage.messages()).toEqual([]);
  });
});

test('R61: the same by one actor on many groups is one message', async () => {
  const stage = new HearStage().tells('high', routeOf({ groupFor: 90_000 }));
  await stage.listens();
  for (const name of ['a', 'b', 'c']) stage.opens(stage.group(name), 22);
  await stage.hears();
  await stage.listens();
  await stage.lasts(3 * minute);
  const rows = await stage.messages();
  expect(rows).toHaveLength(1);
  expect(rows[0]!.message.about).toEqual(['a', 'b', 'c']);
  expect(rows[0]!.incidents).toHaveLength(3);
});

test('R78: the owner of the group is told, and the team, each by a message of its own', async () => {
  const { stage } = await opened(judged([routeOf({ groupFor: null, to: ['slack.secops', 'owner'] })]));
  const channels = (await stage.messages()).map(({ message }) => message.channel).sort();
  expect(channels).toEqual([expect.stringMatching(/^owner:/), 'slack.secops']);
});

test('R75: each change above the threshold of one is told, also while another is open', async () => {
  const { stage } = await opened(judged([routeOf({ groupFor: null })], 'ask'));
  stage.at += 10 * minute;
  stage.opens(stage.group('cache'), 22);
  stage.opens(stage.group('db'), 22);
  await stage.hears();
  await stage.listens();
  const told = (await stage.messages()).flatMap(({ message: { decisions, joined } }) => [...decisions, ...joined]);
  expect(told).toHaveLength(3);
});

describe('R76: what people know already', () => {
  const remind = async (stage: HearStage, n: number) => {
    const [incident] = await stage.rows('incident');
    const body = JSON.stringify({
      about: incident!.id,
      revision: n,
      why: 'reminder',
      open: `${n} hours`,
      checks: 'ssh',
    });
    const task = { id: `tell/r${n}`, key: `tell/r${n}`, kind: 'tell', due: stage.at, body };
    await stage.store.append(0, 'any', [], { tasks: [task] });
    await stage.listens();
  };
  const open = async (route: Partial<Route>) => {
    const stage = new HearStage().tells('high', routeOf({ groupFor: null, ...route }));
    await stage.listens();
    stage.opens(stage.group(), 22);
    await stage.hears();
    await stage.listens();
    return stage;
  };

  test('interrupts again only as far as the channel has room; else it is a note, and counted', async () => {
    const stage = await open({ budget: { count: 2, per: 60 * minute } });
    for (const n of [1, 2, 3]) await remind(stage, n);
    const [row] = await stage.messages();
    expect(row).toMatchObject({ interrupts: 2, revision: 3 });
    expect(row!.notes).toHaveLength(3);
    const { cursor } = await loadCursor(stage.store);
    expect(cursor?.teller.counts).toMatchObject({ 'slack.secops': { due: 1, told: 1, again: 1, spared: 2 } });
    stage.at += 61 * minute;
    await remind(stage, 4);
    expect(await stage.messages()).toMatchObject([{ interrupts: 3 }]);
  });

  test('waits for the end of quiet hours, whatever is added to it meanwhile', async () => {
    const stage = await open({});
    const [from, to] = [new Date(stage.at), new Date(stage.at + 120 * minute)].map((at) =>
      at.toISOString().slice(11, 16),
    );
    stage.tells('high', routeOf({ groupFor: null, quietHours: `${from}-${to}` }));
    const end = Math.floor((stage.at + 120 * minute) / minute) * minute;
    await remind(stage, 1);
    await remind(stage, 2);
    const due = (await stage.openTasks('deliver/slack.secops')).map((task) => task.due);
    expect(due.slice(1)).toEqual([end, end]);
    expect(await stage.messages()).toMatchObject([{ interrupts: 3, notBefore: end }]);
  });
});

test('R96: what gets worse has to be acknowledged sooner', async () => {
  const hurry = routeOf({ groupFor: null, acknowledgeWithin: { critical: 5 * minute, high: 60 * minute } });
  const stage = new HearStage().tells('high', hurry);
  await stage.listens();
  stage.opens(stage.group(), 22);
  await stage.hears();
  await stage.listens();
  const [decision] = (await stage.decisions()).filter(({ verdict }) => verdict?.ruling === 'breach');
  const checks = [{ ...decision!.verdict!.checks[0], severity: 'critical' }];
  const verdict = JSON.parse(JSON.stringify({ ...decision!.verdict, severity: 'critical', checks }));
  const body = { kind: 'revised', of: decision!.id, because: 'rec_2', verdict } as unknown as RevisedBody;
  await stage.store.append(0, 'any', [{ at: stage.at, key: 'revised/1', fence: null, body }]);
  await stage.listens();
  const [row] = await stage.messages();
  expect(row!.escalation).toMatchObject({ at: stage.at + 5 * minute, done: false });
  await stage.lasts(6 * minute);
  const [after] = await stage.messages();
  expect(after).toMatchObject({ interrupts: 3, escalation: { done: true } });
  expect(saidOf(after!).at(-1)).toBe('nobody acknowledged it within 5 minutes');
});

test('an edit brings a message to a pager no sooner than what decides about it', async () => {
  const { stage } = await opened(judged([routeOf({ groupFor: null, to: ['pager'] })]), { post: pager });
  const [row] = await stage.messages();
  const body: OrderedBody = {
    ...{ kind: 'ordered', order: 'comment', person: 'carol', on: row!.message.id, reason: 'on it' },
    ...{ until: null, detail: null },
  };
  await stage.store.append(0, 'any', [{ at: stage.at, key: 'comment', fence: null, body }]);
  await stage.listens({ post: pager });
  expect(await due(stage, 'pager')).toEqual([60, 60]);
});

test('R60: however little is heard at a time, what happened later is added to the message', async () => {
  const stage = new HearStage().tells('high', routeOf({ groupFor: null }));
  const little = { post: { ...defaultHearSettings, batch: 1, editAfter: 0 } };
  await stage.listens(little);
  const web = stage.group();
  const ssh = stage.opens(web, 22);
  await stage.hears();
  for (const name of ['a', 'b', 'c']) stage.group(name);
  stage.closes(web, ssh);
  await stage.hears();
  await stage.passes(minute);
  await stage.listens(little);
  const [row] = await stage.messages();
  expect(saidOf(row!)).toEqual([expect.stringMatching(/^over: inc_/)]);
  expect(await stage.openTasks('tell')).toEqual([]);
});

test('R72: an action that failed and that no message tells of is a notice', async () => {
  const stage = new HearStage().tells('high');
  await stage.listens();
  const intent = { action: 'act_1', for: 'ord_1', do: 'undo' };
  const row = {
    table: 'action',
    key: 'act_1',
    value: JSON.stringify({ intent, state: 'failed', why: 'AccessDenied' }),
  };
  const body = JSON.stringify({ about: 'act_1', revision: 'failed', why: 'acted' });
  const task = { id: 'tell/f', key: 'tell/f', kind: 'tell', due: stage.at, body };
  await stage.store.append(0, 'any', [], { rows: [row], tasks: [task] });
  await stage.listens();
  expect(await stage.messages()).toMatchObject([
    {
      message: { kind: 'notice', severity: 'medium' },
      detail: { why: 'fault', about: 'act_1', detail: { fault: 'NOT closed: the undoing failed: AccessDenied' } },
    },
  ]);
});
