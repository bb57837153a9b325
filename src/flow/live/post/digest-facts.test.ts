import { describe, expect, test } from 'vitest';
import { routeOf } from '../../../../test/builders/told-decision.ts';
import { HearStage } from '../../../../test/flow/hear-stage.ts';
import { site } from '../../../../test/flow/watch-stage.ts';
import type { DigestFacts } from '../../../core/alert/digest-facts.ts';
import type { Backlog, BacklogEntry } from '../../../core/plan/backlog/backlog.ts';
import type { Route } from '../../../core/policy/policy.ts';
import type { HearParts } from './hear-parts.ts';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const daily = routeOf({ id: 'day', min: 'none', to: ['mail.day'], groupFor: null, dailyAt: '09:00' });

/** What the next digests say. */
async function digestsOf(stage: HearStage, more: Partial<HearParts> = {}): Promise<readonly DigestFacts[]> {
  stage.at += day;
  await stage.listens(more);
  const rows = (await stage.messages()).filter(({ message }) => message.kind === 'digest');
  return rows.map(({ detail }) => detail as unknown as DigestFacts);
}

async function opened(...routes: readonly Route[]) {
  const stage = new HearStage().tells('high', routeOf({ groupFor: null }), daily, ...routes);
  await stage.listens();
  const web = stage.group();
  const ssh = stage.opens(web, 22);
  await stage.hears();
  await stage.listens();
  return { stage, web, ssh };
}

const put = (stage: HearStage, table: string, key: string, value: object) =>
  stage.store.append(0, 'any', [], { rows: [{ table, key, value: JSON.stringify(value) }] });

describe('R62, R76: a digest', () => {
  test('counts what happened and what became of it, and names the worst with how it stands', async () => {
    const { stage, web, ssh } = await opened();
    const [facts] = await digestsOf(stage);
    const worst = (await stage.decisions()).find(({ verdict }) => verdict?.ruling === 'breach')!;
    expect(facts).toMatchObject({
      ...{ period: 'daily', verdicts: { high: 1, clear: 1 }, fates: { told: 1, digested: 1 } },
      worst: [{ decision: worst.id, severity: 'high', say: worst.say, state: 'open' }],
      ...{ suppressed: [], dead: [], backlog: null, gaps: [], mutes: [] },
    });
    expect(facts!.heads).toEqual((await stage.store.heads()).map(({ shard, n, hash }) => `${shard}:${n}:${hash}`));
    stage.closes(web, ssh);
    await stage.hears();
    const [, next] = await digestsOf(stage);
    expect(next).toMatchObject({ from: facts!.to, verdicts: { high: 0, clear: 1 } });
  });

  test('names what is open for longer than the policy gives, and not what somebody sees to', async () => {
    const { stage } = await opened(routeOf({ id: 'sla', min: 'critical', acknowledgeWithin: { high: 4 * hour } }));
    const [facts] = await digestsOf(stage);
    const [incident] = await stage.rows('incident');
    expect(facts!.overdue).toEqual([
      { incident: incident!.id, on: incident!.group, severity: 'high', since: incident!.openedAt, within: 4 * hour },
    ]);
    const [row] = await stage.messages();
    await put(stage, 'message', row!.message.id, { ...row, acknowledged: { by: 'carol', at: stage.at } });
    const [, next] = await digestsOf(stage);
    expect(next?.overdue ?? []).toEqual([]);
  });

  test('names what was kept back, given up, muted, lost, and what ends soon', async () => {
    const { stage, web } = await opened();
    stage.opens(web, 23);
    await stage.hears();
    stage.opens(stage.group('db'), 22);
    await stage.hears();
    const rest = { owner: 'net', by: 'carol', reason: 'move', from: stage.at, until: stage.at + 2 * day, kept: 3 };
    await put(stage, 'mute', 'mut_1', { id: 'mut_1', check: 'other', group: null, account: null, ...rest });
    const dead = { channel: 'slack.secops', revision: 0, at: stage.at };
    await put(stage, 'dead', 'slack.secops/msg_1', { ...dead, message: 'msg_1', why: 'first' });
    await put(stage, 'dead', 'slack.secops/msg_2', { ...dead, message: 'msg_2', why: 'last', at: stage.at + 1 });
    await put(stage, 'gap', 'queue', { from: stage.at });
    const grant = { id: 'gr_1', site, group: web, rules: [], from: stage.at, until: stage.at + 30 * hour };
    const given = { ...grant, by: 'dave', reason: 'x', ended: null, version: 1 };
    await put(stage, 'grant', `${site.account}/${site.region}/${web}/gr_1`, given);
    const [facts] = await digestsOf(stage);
    expect(facts).toMatchObject({
      dead: [{ channel: 'slack.secops', count: 2, why: 'last' }],
      mutes: [{ id: 'mut_1', owner: 'net', kept: 3 }],
      gaps: [{ source: 'queue', to: null }],
      ending: [{ kind: 'grant', id: 'gr_1', about: web, owner: 'dave' }],
    });
  });

  test('says how much was added to messages instead of sent, since the last one', async () => {
    const { stage } = await opened();
    const again = () => stage.opens(stage.group(`g${stage.at}`), 22);
    stage.tells('high', routeOf({ groupFor: 90_000 }), daily);
    again();
    again();
    again();
    await stage.hears();
    await stage.listens();
    await stage.lasts(2 * minute);
    const [facts] = await digestsOf(stage);
    expect(facts!.suppressed).toEqual([{ channel: 'slack.secops', count: 2 }]);
    const all = await digestsOf(stage);
    for (const { suppressed } of all.slice(1)) expect(suppressed).toEqual([]);
  });

  test('says how much of the backlog is still open, and overdue', async () => {
    const { stage, web, ssh } = await opened();
    const entry: BacklogEntry = {
      group: { id: web, name: 'web', vpc: null, account: site.account, region: site.region },
      ...{ check: 'ssh', rule: 'ingress tcp/22 0.0.0.0/0', opens: null, severity: 'high' },
      ...{ environment: null, owner: null, since: null, by: null, due: '2020-01-01' },
    };
    const paid = { ...entry, rule: 'ingress tcp/23 0.0.0.0/0', due: '2999-01-01' };
    const unknown = { ...entry, group: { ...entry.group, id: 'sg-unheard' }, due: '2999-01-01' };
    const backlog: Backlog = { taken: '2020-01-01T00:00:00Z', policy: '', entries: [entry, paid, unknown] };
    await stage.sweeps();
    const [facts] = await digestsOf(stage, { backlog });
    expect(facts!.backlog).toEqual({ open: 2, overdue: 1 });
    stage.closes(web, ssh);
    await stage.hears();
    const [, next] = await digestsOf(stage, { backlog });
    expect(next!.backlog).toEqual({ open: 1, overdue: 0 });
  });

  test('comes weekly too, and then also when nothing happened', async () => {
    const weekly = routeOf({ id: 'week', min: 'none', to: ['mail.week'], groupFor: null, weeklyAt: 'mon 09:00' });
    const stage = new HearStage().tells('high', daily, weekly);
    await stage.listens();
    for (let days = 0; days < 8; days++) {
      stage.at += day;
      await stage.listens();
    }
    const sent = (await stage.messages()).map(({ message: { channel }, detail }) => [channel, detail!.period]);
    expect(sent).toEqual([['mail.week', 'weekly']]);
  });
});

test('R76: a digest says how many critical groups are watched', async () => {
  const stage = new HearStage().tells('high', routeOf({ groupFor: null }), daily);
  await stage.listens();
  const VpcId = [...stage.model.state.vpcs.keys()][0]!;
  for (const environment of ['prod', 'dev', null]) {
    const Tags = environment === null ? [] : [{ Key: 'environment', Value: environment }];
    const name = `web-${environment}`;
    const TagSpecifications = [{ ResourceType: 'security-group', Tags }];
    stage.does('CreateSecurityGroup', { GroupName: name, Description: name, VpcId, TagSpecifications });
  }
  await stage.hears();
  const coverage = async () => (await digestsOf(stage)).at(-1)!.coverage;
  // A group of which nothing tells the environment counts as critical, and is not watched.
  expect(await coverage()).toEqual({ covered: 0, all: 2 });
  await put(stage, 'confirmed', 'slack.secops', { by: 'carol', at: stage.at });
  stage.opens(stage.group(), 22);
  await stage.hears();
  expect(await coverage()).toEqual({ covered: 1, all: 3 });
  stage.at += 40 * day;
  await put(stage, 'dead', 'slack.secops/msg_1', { message: 'msg_1', channel: 'slack.secops', why: 'gone', at: 1 });
  expect(await coverage()).toEqual({ covered: 0, all: 3 });
});

test('R76: a digest of a ledger without groups says nothing of coverage', async () => {
  const stage = new HearStage().tells('high', routeOf({ groupFor: null }), daily);
  await stage.listens();
  await put(stage, 'dead', 'slack.secops/msg_1', { message: 'msg_1', channel: 'slack.secops', why: 'gone', at: 1 });
  expect((await digestsOf(stage)).map(({ coverage }) => coverage)).toEqual([null]);
});
