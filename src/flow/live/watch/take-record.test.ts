import { describe, expect, test } from 'vitest';
import { actors, gained, judgingBy } from '../../../../test/builders/policy.ts';
import { anywhere, intakenOf, ownRoles, site, WatchStage } from '../../../../test/flow/watch-stage.ts';
import { alice } from '../../../../test/model/any-calls.ts';
import { tcp } from '../../../../test/model/at-work.ts';
import { ownCaller } from '../../../aws/model/live/model-reverter.ts';
import type { JsonObject } from '../../../core/leaf/canonical.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { callWords } from '../../../core/plan/own/call-words.ts';
import { type Expectation, rowName } from '../tables.ts';
import { taskStep } from '../work.ts';
import { takeRecord } from './watch-step.ts';

const revokeRole = ownRoles[0]!;

async function take(stage: WatchStage, ...records: readonly JsonObject[]) {
  const kept: string[] = [];
  for (const record of records.length === 0 ? stage.records.splice(0) : records)
    kept.push(await takeRecord(stage.parts(), intakenOf(record)));
  return kept;
}

/** A group with SSH open to the world, taken in, and a call of ours that revokes it; announced, if at all, in these words. */
async function revoked(announce: Partial<Expectation> | null) {
  const stage = new WatchStage();
  const web = stage.group();
  const ssh = stage.opens(web, 22);
  await take(stage);
  const { intent } = (await stage.rows('action'))[0]!;
  const order: Ec2Order = {
    ...{ call: 'revoke', action: intent.action, site, role: 'revoke', group: web, direction: 'ingress', ids: [ssh] },
  };
  const name = `portcullis-${intent.action}`;
  if (announce !== null) {
    const [{ call, on, words }] = callWords(order) as [ReturnType<typeof callWords>[number]];
    const expectation: Expectation = {
      ...{ action: intent.action, role: revokeRole, call, on, tuples: words },
      ...{ from: stage.at, until: stage.at + 900_000, record: null, ...announce },
    };
    const row = { ...rowName('expect', name, '1', '1'), value: JSON.stringify(expectation) };
    await stage.store.append(0, 'any', [], { rows: [row] });
  }
  const us = ownCaller({ role: revokeRole, name }, site, { now: () => stage.at });
  stage.closes(web, ssh, us);
  return { stage, web, ssh, us, action: intent.action };
}

const whys = async (stage: WatchStage) => (await stage.tasks('tell')).map(({ why }) => why);

describe('our own calls', () => {
  test('R99: the record of a call that we announced is ours: nothing follows from it, and it closes what it ended', async () => {
    const { stage, action } = await revoked({});
    await take(stage);
    const last = (await stage.decisions()).at(-1)!;
    expect(last).toMatchObject({ kind: 'rules-removed', own: action });
    expect(last).not.toHaveProperty('response');
    expect(last).not.toHaveProperty('incident');
    expect(await stage.rows('action')).toHaveLength(1);
    expect(await stage.rows('violation')).toMatchObject([{ state: 'closing' }]);
    expect(await stage.tasks('look')).toMatchObject([{ why: 'closing' }]);
    expect(await whys(stage)).not.toContain('impostor');
    expect(await stage.rows('expect')).toMatchObject([{ record: expect.stringContaining(site.account) }]);
  });

  test.each([
    ['that we did not announce', null],
    ['that another record used up', { record: 'other' }],
    ['for another rule', { tuples: ['sgr-0'] }],
    ['on another group', { on: 'sg-0' }],
    ['of another kind', { call: 'authorize' as const }],
    ['with another role', { role: ownRoles[1]! }],
    ['long ago', { from: 0, until: 900_000 }],
  ])('a stolen session name buys nothing: a call under it %s is an impostor’s', async (_, announce) => {
    const { stage } = await revoked(announce);
    await take(stage);
    const last = (await stage.decisions()).at(-1)!;
    expect(last).not.toHaveProperty('own');
    const tells = await stage.tasks('tell');
    expect(tells).toContainEqual({ about: last.id, revision: 0, why: 'impostor', severity: 'critical' });
  });

  test('an announcement is used up once: the same call again is an impostor’s, the same record is not', async () => {
    const { stage, web, ssh, us } = await revoked({});
    const [ours] = stage.records;
    await take(stage);
    expect(await take(stage, ours!)).toEqual(['known']);
    const twin = { ...ours!, eventID: 'another' };
    await take(stage, twin);
    expect((await whys(stage)).filter((why) => why === 'impostor')).toHaveLength(1);
    expect([web, ssh, us.identity]).toBeDefined();
  });

  test('a refused call of ours is ours, and uses no announcement up', async () => {
    const { stage, web, ssh, us } = await revoked({});
    const [done] = stage.records.splice(0);
    stage.asks('RevokeSecurityGroupIngress', { GroupId: web, SecurityGroupRuleIds: [ssh] }, us);
    expect(stage.records[0]).toMatchObject({ errorCode: expect.anything() });
    await take(stage);
    expect(await stage.rows('expect')).toMatchObject([{ record: null }]);
    await take(stage, done!);
    const owns = (await stage.decisions()).map(({ own }) => own !== undefined);
    expect(owns).toEqual([false, false, true, true]);
    expect(await whys(stage)).not.toContain('impostor');
  });
});

describe('a record', () => {
  test('of a refused or dry call is decided, and nothing of ours follows', async () => {
    const stage = new WatchStage();
    const web = stage.group();
    const request = { GroupId: web, IpPermissions: [tcp(22, anywhere)] };
    stage.asks('AuthorizeSecurityGroupIngress', { ...request, DryRun: true }, alice);
    stage.asks('AuthorizeSecurityGroupIngress', { GroupId: web, IpPermissions: [tcp(22, '999.0.0.0/0')] }, alice);
    await take(stage);
    expect((await stage.decisions()).map(({ call }) => call.result)).toEqual(['applied', 'dry-run', 'failed']);
    expect(await stage.tasks('act')).toEqual([]);
    expect(await stage.rows('action')).toEqual([]);
  });

  test('R19 BM-10: that comes late is judged at its time; what is over by then is told, not acted upon', async () => {
    const stage = new WatchStage();
    const web = stage.group();
    const [made] = stage.records.splice(0);
    const ssh = stage.opens(web, 22);
    stage.closes(web, ssh);
    const [opened, closed] = stage.records.splice(0);
    await take(stage, made!, closed!, opened!);
    const late = (await stage.decisions()).find(({ kind }) => kind === 'rules-added')!;
    expect(late).toMatchObject({ late: true, verdict: { ruling: 'breach' } });
    expect(await stage.tasks('act')).toEqual([]);
    expect(await stage.tasks('tell')).toContainEqual({ about: late.id, revision: 0, why: 'late' });
    expect(await stage.rows('violation')).toMatchObject([{ state: 'closing' }]);
  });

  test('that comes late and still stands is acted upon', async () => {
    const stage = new WatchStage();
    const web = stage.group();
    stage.opens(web, 22);
    stage.opens(web, 443);
    const [made, ssh, https] = stage.records.splice(0);
    await take(stage, made!, https!, ssh!);
    expect((await stage.decisions()).map(({ late }) => late)).toEqual([false, true, false]);
    expect(await stage.tasks('act')).toHaveLength(1);
  });

  test('that shows a breach where there seemed none has it acted upon then, once', async () => {
    const stage = new WatchStage();
    const web = stage.group();
    const first = stage.opens(web, 22);
    await take(stage);
    stage.at += 60_000;
    stage.closes(web, first);
    const [closed] = stage.records.splice(0);
    const second = stage.opens(web, 22);
    await take(stage);
    const again = (await stage.decisions()).at(-1)!;
    expect(again).toMatchObject({ kind: 'rules-added', verdict: { ruling: 'clear' } });
    expect(await stage.tasks('act')).toHaveLength(1);
    await take(stage, closed!);
    const [revised] = await stage.bodies('revised');
    expect(revised).toMatchObject({
      of: again.id,
      verdict: { ruling: 'breach' },
      facts: { follows: [expect.anything()] },
    });
    const acts = await stage.rows('action');
    expect(acts.map(({ intent }) => intent.aims[0])).toContainEqual(
      expect.objectContaining({ kind: 'close', rule: expect.objectContaining({ id: second }) }),
    );
    expect(acts).toHaveLength(2);
    expect(await stage.tasks('act')).toHaveLength(2);
    const row = (await stage.rows('decision')).find(({ revision }) => revision === 1)!;
    expect(row.actions).toHaveLength(1);
  });

  test('R19 BM-10: that tells what stood before a loss has it put back then, where a person could only be asked', async () => {
    const stage = new WatchStage();
    const web = stage.group();
    await take(stage);
    const https = stage.opens(web, 443);
    const [opened] = stage.records.splice(0);
    stage.closes(web, https);
    await take(stage);
    const loss = (await stage.decisions()).at(-1)!;
    expect(loss).toMatchObject({ verdict: { ruling: 'breach' }, response: { steps: [{ state: 'waiting' }] } });
    expect(await stage.rows('action')).toEqual([]);
    await take(stage, opened!);
    expect(await stage.bodies('revised')).toMatchObject([{ of: loss.id, verdict: { ruling: 'breach' } }]);
    expect(await stage.rows('action')).toMatchObject([{ intent: { do: 'restore', aims: [{ kind: 'open' }] } }]);
    expect(await stage.tasks('act')).toHaveLength(1);
  });

  test('that tells it only once records should long have come leaves the question to people', async () => {
    const stage = new WatchStage();
    const web = stage.group();
    await take(stage);
    const https = stage.opens(web, 443);
    const [opened] = stage.records.splice(0);
    stage.closes(web, https);
    await take(stage);
    stage.at += 900_001;
    await take(stage, opened!);
    expect(await stage.bodies('revised')).toEqual([]);
    expect(await stage.rows('action')).toEqual([]);
  });

  test('that shows more to be broken than was asked about has that acted upon, once', async () => {
    const stage = new WatchStage();
    const { policy } = stage.judging;
    const [data] = judgingBy({
      checks: { data: { when: gained({ ports: ['tcp/3306'] }), respond: { else: ['ask'] } } },
    }).policy.checks;
    stage.judging = { ...stage.judging, policy: { ...policy, checks: [...policy.checks, data!] } };
    const web = stage.group();
    const first = stage.opens(web, 22);
    await take(stage);
    stage.at += 60_000;
    stage.closes(web, first);
    const [closed] = stage.records.splice(0);
    const IpPermissions = [tcp(22, anywhere), tcp(3306, anywhere)];
    stage.does('AuthorizeSecurityGroupIngress', { GroupId: web, IpPermissions });
    await take(stage);
    expect((await stage.rows('ask')).map(({ state }) => state)).toEqual(['waiting']);
    expect(await stage.rows('action')).toHaveLength(1);
    await take(stage, closed!, closed!);
    const later = (await stage.rows('action')).at(-1)!;
    expect(await stage.rows('action')).toHaveLength(2);
    expect(later.intent.aims).toMatchObject([{ kind: 'close', rule: { ports: [22, 22] } }]);
    expect(await stage.rows('ask')).toHaveLength(1);
  });

  test('with a known id and another content is kept under both, and told: either may be forged', async () => {
    const stage = new WatchStage();
    const web = stage.group();
    stage.opens(web, 22);
    const [made, opened] = stage.records.splice(0);
    const forged = JSON.parse(JSON.stringify(opened).replaceAll(anywhere, '192.0.2.0/24')) as JsonObject;
    expect(await take(stage, made!, opened!, forged, opened!, forged)).toEqual([
      'kept',
      'kept',
      'kept',
      'known',
      'known',
    ]);
    const added = (await stage.decisions()).filter(({ kind }) => kind === 'rules-added');
    expect(added).toHaveLength(2);
    expect(new Set(added.map(({ id }) => id)).size).toBe(2);
    expect((await whys(stage)).filter((why) => why === 'conflict')).toHaveLength(1);
  });

  test('that another account sees too is the same record', async () => {
    const stage = new WatchStage();
    stage.opens(stage.group(), 22);
    const shared = stage.records.splice(0).map((each, at) => ({ ...each, sharedEventID: `shared ${at}` }));
    const seen = shared.map((each, at) => ({ ...each, eventID: `seen ${at}`, recipientAccountId: '222233334444' }));
    expect(await take(stage, ...shared, ...seen)).toEqual(['kept', 'kept', 'known', 'known']);
    expect(await stage.decisions()).toHaveLength(2);
  });

  test('that corrects an earlier one revises its decision, and is no second one', async () => {
    const stage = new WatchStage();
    const web = stage.group();
    stage.opens(web, 22);
    const [made, opened] = stage.records.splice(0);
    const told = JSON.parse(JSON.stringify(opened).replaceAll(anywhere, '192.0.2.0/24')) as JsonObject;
    const addendum = { reason: 'UPDATED_DATA', originalEventID: String(opened!.eventID) };
    const correction = { ...told, eventID: 'correction', addendum };
    expect(await take(stage, made!, opened!, correction, opened!, correction)).toEqual([
      ...['kept', 'kept', 'kept', 'known', 'known'],
    ]);
    const added = (await stage.decisions()).filter(({ kind }) => kind === 'rules-added');
    expect(added).toHaveLength(1);
    const revised = await stage.bodies('revised');
    expect(revised).toMatchObject([
      { of: added[0]!.id, verdict: { ruling: 'clear' }, facts: { change: { kind: 'rules-added' } } },
    ]);
    expect(await stage.rows('decision')).toContainEqual(expect.objectContaining({ ruling: 'clear', revision: 1 }));
    expect(await stage.rows('violation')).toMatchObject([{ state: 'withdrawn' }]);
    expect(await whys(stage)).toEqual(expect.arrayContaining(['revised', 'closed']));
  });

  test('that nobody can read is kept as a gap and told once', async () => {
    const stage = new WatchStage();
    const broken = { eventVersion: '1.08' };
    expect(await take(stage, broken, broken)).toEqual(['kept', 'known']);
    expect(await takeRecord(stage.parts(), { ...intakenOf(broken), place: { file: 'other', number: 9 } })).toBe(
      'known',
    );
    expect(await stage.bodies('gap')).toMatchObject([{ why: 'unreadable' }]);
    expect(await whys(stage)).toEqual(['unreadable']);
  });

  test('that says nothing of the perimeter is only counted', async () => {
    const stage = new WatchStage();
    stage.group();
    const [made] = stage.records.splice(0);
    const other = { ...made!, eventName: 'RunReports', eventID: 'other' };
    expect(await take(stage, other)).toEqual(['kept']);
    expect(await stage.entries()).toEqual([]);
    expect(await stage.rows('tally')).toMatchObject([{ records: 1, changes: 0 }]);
  });

  test('counts once as a record, and each of its changes as one', async () => {
    const stage = new WatchStage();
    stage.opens(stage.group(), 22);
    await take(stage, ...stage.records, ...stage.records);
    const [tally] = await stage.rows('tally');
    expect(tally).toMatchObject({ records: 2, changes: 2, breaches: { critical: 1 }, detect: { count: 2 } });
  });

  test('that names a group only by its name is decided where the group is', async () => {
    const stage = new WatchStage();
    const web = stage.group();
    stage.opens(web, 22);
    const [made, opened] = stage.records.splice(0);
    await take(stage, made!);
    const text = JSON.stringify(opened!.requestParameters).replaceAll(`"groupId":"${web}"`, '"groupName":"web"');
    const old = { ...opened!, requestParameters: JSON.parse(text), responseElements: { _return: true } } as JsonObject;
    expect(await take(stage, old)).toEqual(['kept']);
    expect((await stage.rows('decision')).map(({ subject }) => subject)).toEqual([web, web]);
    expect(await stage.rows('violation')).toMatchObject([{ group: web, check: 'ssh' }]);
  });

  test('of a prefix list is decided there, and every group that names it is judged anew', async () => {
    const stage = new WatchStage();
    const web = stage.group();
    const { PrefixList } = stage.does('CreateManagedPrefixList', {
      ...{ PrefixListName: 'offices', AddressFamily: 'IPv4', MaxEntries: 5, Entries: [{ Cidr: '192.0.2.0/24' }] },
    });
    const list = PrefixList.PrefixListId;
    stage.at += 60_000;
    const permission = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, PrefixListIds: [{ PrefixListId: list }] };
    stage.does('AuthorizeSecurityGroupIngress', { GroupId: web, IpPermissions: [permission] });
    stage.does('ModifyManagedPrefixList', {
      ...{ PrefixListId: list, CurrentVersion: 1, AddEntries: [{ Cidr: anywhere }] },
    });
    await take(stage);
    const edit = (await stage.decisions()).find(
      ({ kind, call }) => kind === 'list-edited' && call.name.startsWith('Modify'),
    )!;
    expect(edit.verdict).toMatchObject({ ruling: 'breach' });
    expect(await stage.tasks('revisit')).toContainEqual({ site, group: web, because: edit.id });
  });
});

/** A group whose SSH was opened without a record so far, as a sweep saw it; `judged`: and as nobody's doing. */
async function noticed(judged: boolean) {
  const stage = new WatchStage();
  const web = stage.group();
  await take(stage);
  stage.at += 60_000;
  const ssh = stage.opens(web, 22);
  const [record] = stage.records.splice(0);
  stage.at += 60_000;
  const body = JSON.stringify({ site, group: web, why: 'test' });
  await stage.store.append(0, 'any', [], {
    tasks: [{ id: 'look/1', key: 'look/1', kind: 'look', due: stage.at, body }],
  });
  await taskStep(stage.parts(), ['look']);
  stage.at += 10_000;
  if (judged) await taskStep(stage.parts(), ['grace']);
  return { stage, web, ssh, record: record! };
}

describe('what a sweep saw before its record came', () => {
  test('scenario 27: is explained by the record: one incident, one action, and nobody is told of nobody', async () => {
    const { stage, record } = await noticed(false);
    expect(await stage.rows('unexplained')).toMatchObject([{ was: 'appeared', decision: null, claimedBy: null }]);
    await take(stage, record);
    const opened = (await stage.decisions()).at(-1)!;
    expect(await stage.rows('unexplained')).toMatchObject([{ decision: null, claimedBy: opened.id }]);
    expect(await stage.rows('incident')).toMatchObject([{ decisions: [opened.id] }]);
    await taskStep(stage.parts(), ['grace']);
    expect((await stage.decisions()).map(({ origin }) => origin)).toEqual(['record', 'record']);
    expect(await stage.tasks('act')).toHaveLength(1);
  });

  test('scenario 27: and was judged as nobody’s stays one incident and one action when the record comes', async () => {
    const { stage, record } = await noticed(true);
    const [, nobody] = await stage.decisions();
    expect(nobody).toMatchObject({ origin: 'observed', verdict: { ruling: 'breach' } });
    expect(await stage.tasks('act')).toHaveLength(1);
    await take(stage, record);
    const told = (await stage.decisions()).find(({ id, kind }) => kind === 'rules-added' && id !== nobody!.id)!;
    expect(told).toMatchObject({ origin: 'record', incident: nobody!.incident });
    expect(await stage.rows('incident')).toMatchObject([{ decisions: [nobody!.id, told.id], closedAt: null }]);
    expect(await stage.rows('action')).toHaveLength(1);
    expect(await stage.tasks('act')).toHaveLength(1);
  });

  test('and that its record excuses was no violation', async () => {
    const { stage, record } = await noticed(true);
    const { checks } = stage.judging.policy;
    const unless = [{ actor: [actors('alice', { users: [`arn:aws:iam::${site.account}:user/alice`] })] }];
    const excusing = checks.map((check) => (check.id === 'ssh' ? { ...check, unless } : check));
    stage.judging = { ...stage.judging, policy: { ...stage.judging.policy, checks: excusing } };
    await take(stage, record);
    expect(await stage.rows('violation')).toMatchObject([{ state: 'withdrawn' }]);
    expect(await stage.rows('incident')).toMatchObject([{ closedAt: stage.at }]);
  });
});
