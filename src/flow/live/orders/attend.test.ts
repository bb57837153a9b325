import { describe, expect, test } from 'vitest';
import { judgingBy } from '../../../../test/builders/policy.ts';
import { routeOf } from '../../../../test/builders/told-decision.ts';
import { HearStage } from '../../../../test/flow/hear-stage.ts';
import { notRebuilt } from '../../../../test/flow/rebuilt-tables.ts';
import { strict } from '../../../../test/flow/watch-stage.ts';
import { acknowledgedBy } from '../../../core/plan/incident/acknowledged-by.ts';
import type { Incident } from '../../../core/plan/incident/episodes.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import type { MessageRow } from '../post/post-rows.ts';
import { wordMessage } from '../post/word-message.ts';
import { tellTask } from '../watch/tell-task.ts';
import { acknowledge } from './acknowledge.ts';
import { comment } from './comment.ts';
import { mute } from './mute.ts';
import { resolve } from './resolve.ts';
import { unmute } from './unmute.ts';

const minute = 60_000;
const hour = 60 * minute;
const carol = { person: 'carol', reason: 'I look at it', key: 'k1' };
const dave = { person: 'dave', reason: 'mine', key: 'k2' };
const saidOf = ({ notes }: MessageRow) => notes.map(({ say }) => say);

/** Nobody reverts anything: what is opened stands, and what is lost stays lost. */
function noted(): Judging {
  const checks = strict.policy.checks.map((each) => ({ ...each, respond: { else: [] } }));
  const notify = [routeOf({ groupFor: null, acknowledgeWithin: { critical: 15 * minute }, escalateTo: ['pager'] })];
  return { ...strict, policy: { ...strict.policy, checks, notify } };
}

/** SSH was opened to everybody, and somebody was told. */
async function opened() {
  const stage = new HearStage();
  stage.judging = noted();
  await stage.listens();
  const web = stage.group();
  const https = stage.opens(web, 443);
  const ssh = stage.opens(web, 22);
  await stage.hears();
  await stage.listens();
  const [incident] = await stage.rows('incident');
  return { stage, web, ssh, https, incident: incident!.id };
}

const directory = { accounts: new Map(), people: [] };

/** A call that EC2 refuses: there is no such rule. */
const refused = (GroupId: string) => ({ GroupId, SecurityGroupRuleIds: ['sgr-00000000000000001'] });

async function incidentOf(stage: HearStage, id: string): Promise<Incident> {
  return (await stage.rows('incident')).find((each) => each.id === id)!;
}

describe('acknowledge', () => {
  test('R96: stands in the ledger and at the incident, and nobody else is told', async () => {
    const { stage, incident } = await opened();
    const done = await acknowledge(stage.parts(), { ...carol, incident });
    expect(done).toMatchObject({ kind: 'ordered', id: incident });
    expect(acknowledgedBy(await incidentOf(stage, incident))).toEqual({ by: 'carol', at: stage.at });
    await stage.lasts(20 * minute);
    const messages = await stage.messages();
    expect(messages.map(({ message }) => message.channel)).not.toContain('pager');
    expect(messages[0]!.acknowledged).toMatchObject({ by: 'carol' });
    expect(saidOf(messages[0]!)).toContain('acknowledged by carol: I look at it');
    expect(await notRebuilt(stage.store)).toEqual([]);
  });

  test('R96: what nobody acknowledged in time is told to others', async () => {
    const { stage } = await opened();
    await stage.lasts(20 * minute);
    expect((await stage.messages()).map(({ message }) => message.channel)).toContain('pager');
  });

  test('R94: is taken over by another, once; what is over needs nobody', async () => {
    const { stage, incident, web, ssh } = await opened();
    await acknowledge(stage.parts(), { ...carol, incident });
    expect(await acknowledge(stage.parts(), { ...carol, key: 'k3', incident })).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('carol has acknowledged'),
    });
    expect(await acknowledge(stage.parts(), { ...dave, incident })).toMatchObject({ kind: 'ordered' });
    expect(acknowledgedBy(await incidentOf(stage, incident))?.by).toBe('dave');
    stage.closes(web, ssh);
    await stage.hears();
    await stage.lasts(10 * minute);
    expect((await incidentOf(stage, incident)).closedAt).not.toBeNull();
    expect(await acknowledge(stage.parts(), { ...carol, key: 'k4', incident })).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('is over already'),
    });
    expect(await notRebuilt(stage.store)).toEqual([]);
  });

  test('R94: counts no more once it came back', async () => {
    const { stage, incident, web, ssh } = await opened();
    await acknowledge(stage.parts(), { ...carol, incident });
    stage.closes(web, ssh);
    await stage.hears();
    await stage.lasts(10 * minute);
    stage.opens(web, 22);
    await stage.hears();
    const again = await incidentOf(stage, incident);
    expect([again.closedAt, again.acknowledged?.by, acknowledgedBy(again)]).toEqual([null, 'carol', null]);
  });
});

describe('a notice', () => {
  test('R94, R96: has no incident, and is acknowledged by its message', async () => {
    const { stage, incident } = await opened();
    const tell = tellTask({ about: 'queue', revision: 1, why: 'fault', due: stage.at });
    await stage.store.append(0, 'any', [], { tasks: [tell] });
    await stage.listens();
    const notice = (await stage.messages()).find(({ message }) => message.kind === 'notice')!;
    const id = notice.message.id;
    expect(await acknowledge(stage.parts(), { ...carol, incident: id })).toMatchObject({ kind: 'ordered', id });
    await stage.lasts(minute);
    const known = async (one: string) => (await stage.messages()).find(({ message }) => message.id === one)!;
    expect((await known(id)).acknowledged).toMatchObject({ by: 'carol' });
    expect(await acknowledge(stage.parts(), { ...carol, key: 'k5', incident: id })).toMatchObject({ kind: 'refused' });
    const other = (await stage.messages()).find(({ message }) => message.kind === 'alert')!.message.id;
    expect(await acknowledge(stage.parts(), { ...carol, key: 'k6', incident: other })).toEqual({
      kind: 'refused',
      why: `\`${other}\` tells of \`${incident}\`: order that`,
    });
    expect(await acknowledge(stage.parts(), { ...carol, key: 'k7', incident: 'msg_none' })).toMatchObject({
      kind: 'refused',
    });
    expect(await notRebuilt(stage.store)).toEqual([]);
  });
});

describe('resolve', () => {
  test('R94: what still stands is not resolved, and it is said what leads there', async () => {
    const { stage, incident, web } = await opened();
    const done = await resolve(stage.parts(), { ...carol, incident });
    expect(done).toMatchObject({ kind: 'refused', why: expect.stringContaining('it still stands: ingress tcp/22') });
    expect((done as { why: string }).why).toMatch(/`revert --plan chg_\w+` closes it, `allow sg-\w+` permits it/);
    expect((done as { why: string }).why).toContain(web);
    expect(await stage.bodies('ordered')).toEqual([]);
  });

  test('R94: refused calls, of which nothing stands, end with the reason, and the message says so', async () => {
    const stage = new HearStage();
    const { notify } = noted().policy;
    const when = { kind: 'attempts', moreThan: 1, within: hour } as const;
    stage.judging = judgingBy({ checks: { probing: { when, severity: { else: 'high' } } }, notify });
    await stage.listens();
    const web = stage.group();
    for (let tries = 0; tries < 3; tries++) stage.asks('RevokeSecurityGroupIngress', refused(web));
    await stage.hears();
    await stage.listens();
    const [incident] = await stage.rows('incident');
    expect(incident).toMatchObject({ family: 'attempts', closedAt: null });
    const done = await resolve(stage.parts(), { ...carol, reason: 'a script of ours', incident: incident!.id });
    expect(done).toMatchObject({ kind: 'ordered' });
    await stage.lasts(minute);
    expect(await incidentOf(stage, incident!.id)).toMatchObject({ resolved: { by: 'carol' } });
    expect(await stage.rows('violation')).toMatchObject([{ state: 'resolved' }]);
    const [message] = await stage.messages();
    expect(saidOf(message!)).toEqual([
      'resolved by carol: a script of ours',
      expect.stringContaining(`over: ${incident!.id}`),
    ]);
    const alert = await wordMessage({ ...stage.parts(), ledger: null, directory: () => directory }, message!);
    expect(alert).toMatchObject({ state: 'closed', status: expect.stringMatching(/^Resolved by carol: nothing/) });
    expect(await notRebuilt(stage.store)).toEqual([]);
  });

  test('R94: of one that is over the reason is noted, and whether it was worth telling', async () => {
    const { stage, incident, web, ssh } = await opened();
    stage.closes(web, ssh);
    await stage.hears();
    await stage.lasts(10 * minute);
    const { closedAt } = await incidentOf(stage, incident);
    const done = await resolve(stage.parts(), { ...carol, incident, noise: true });
    expect(done).toMatchObject({ kind: 'ordered' });
    expect(await incidentOf(stage, incident)).toMatchObject({ closedAt, resolved: { by: 'carol' } });
    const [{ detail } = expect.unreachable()] = await stage.bodies('ordered');
    expect(detail).toMatchObject({ noise: true });
    expect(await notRebuilt(stage.store)).toEqual([]);
  });

  test('R88: a comment stands in the ledger and on the message, and an incident that is not there is told', async () => {
    const { stage, incident } = await opened();
    const said = { ...carol, reason: 'the vendor did it', incident };
    expect(await comment(stage.parts(), said)).toMatchObject({ kind: 'ordered' });
    expect(await comment(stage.parts(), said)).toMatchObject({ kind: 'ordered' });
    await stage.lasts(minute);
    expect(saidOf((await stage.messages())[0]!)).toEqual(['carol says: the vendor did it']);
    expect(await comment(stage.parts(), { ...said, key: 'k9', incident: 'inc_none' })).toEqual({
      kind: 'refused',
      why: 'expected an incident `inc_none`, there is none',
    });
  });
});

describe('mute', () => {
  const about = { check: 'ssh', group: null, account: null, owner: 'platform' };

  test('R76: what it fits is not told at once, but counted, until it ends', async () => {
    const stage = new HearStage();
    stage.judging = noted();
    await stage.listens();
    const done = await mute(stage.parts(), { ...carol, ...about, until: stage.at + hour });
    expect(done).toMatchObject({ kind: 'ordered', id: expect.stringMatching(/^mut_/) });
    stage.opens(stage.group(), 22);
    await stage.hears();
    await stage.listens();
    expect(await stage.messages()).toEqual([]);
    expect(await stage.rows('mute')).toMatchObject([{ check: 'ssh', owner: 'platform', by: 'carol', kept: 1 }]);
    expect(await notRebuilt(stage.store)).toEqual([]);
  });

  test('R76: ended early it keeps nothing back any more', async () => {
    const stage = new HearStage();
    stage.judging = noted();
    await stage.listens();
    const made = await mute(stage.parts(), { ...carol, ...about, until: stage.at + hour });
    const id = (made as { id: string }).id;
    stage.at += minute;
    expect(await unmute(stage.parts(), { ...dave, mute: id })).toMatchObject({ kind: 'ordered', id });
    expect(await unmute(stage.parts(), { ...dave, key: 'k7', mute: id })).toMatchObject({ kind: 'refused' });
    stage.opens(stage.group(), 22);
    await stage.hears();
    await stage.listens();
    expect((await stage.messages()).length).toBe(1);
    expect(await notRebuilt(stage.store)).toEqual([]);
  });

  test.each([
    ['an owner', { owner: ' ' }, 'expected an owner'],
    ['an end', { until: Number.NaN }, 'expected an end, got none'],
    ['an end to come', { until: 0 }, 'expected an end that is to come'],
    ['an end within a year', { until: Number.MAX_SAFE_INTEGER }, 'expected an end within a year'],
    ['a condition', { check: null }, 'expected a check, a group or an account'],
    ['a check of the policy', { check: 'shh' }, 'the policy has no check `shh`, did you mean `ssh`'],
    ['a reason', { reason: '' }, 'expected a reason, got none'],
  ])('R76: wants %s', async (_, change, why) => {
    const stage = new HearStage();
    const order = { ...carol, ...about, until: stage.at + hour, ...change };
    expect(await mute(stage.parts(), order)).toEqual({ kind: 'refused', why: expect.stringContaining(why) });
  });
});
