import { expect, it } from 'vitest';
import { close, intentOf, open, rewrite, ruleOf, site } from '../../../../test/builders/acting.ts';
import { inHand } from '../../../../test/flow/in-hand.ts';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import { seeing } from '../../../../test/flow/seeing.ts';
import { anywhere } from '../../../../test/flow/watch-stage.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import { type Grant, rowName } from '../tables.ts';
import { type Known, know } from './know.ts';
import { unobjected } from './unobjected.ts';

const https = ruleOf('ingress tcp/443 0.0.0.0/0', 'sgr-1');
const all = ruleOf('ingress all 0.0.0.0/0', 'sgr-2');
const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-3');

async function knownOf(intent: Intent, rules: readonly Rule[] = [ssh], stage = new PerformStage()): Promise<Known> {
  return (await know(seeing(await inHand(stage, intent), rules))) as Known;
}

async function may(intent: Intent, approvedBy?: readonly string[], rules?: readonly Rule[]) {
  const known = await knownOf(intent, rules);
  return unobjected(approvedBy === undefined ? {} : { approvedBy }, intent, known);
}

it('R92: a rule that breaks a check as soon as it stands is not put back, though its going broke another', async () => {
  const intent = intentOf([open(all)], { do: 'restore' });
  expect(await may(intent)).toEqual({ intent: null, refused: '`ingress all 0.0.0.0/0` would break `ssh` at once' });
});

it('R92: what nothing objects to is put back, and what goes goes, whatever else stands', async () => {
  const intent = intentOf([open(https), open(all), close(ssh)], { do: 'restore' });
  const { intent: left } = await may(intent);
  expect(left?.aims).toEqual([open(https), close(ssh)]);
  expect(await may(intentOf([open(https)], { do: 'restore' }))).toMatchObject({ refused: null });
});

it('R92: nor is the old content of a rewritten rule that is gone, where it would break a check', async () => {
  const [edited, kept] = [ruleOf('ingress tcp/443 0.0.0.0/0', 'sgr-2'), ruleOf('ingress tcp/80 0.0.0.0/0', 'sgr-3')];
  const aims = [rewrite('sgr-2', edited, all), rewrite('sgr-3', kept, ssh)];
  const { intent, refused } = await may(intentOf(aims, { do: 'restore' }));
  expect(intent?.aims).toEqual([aims[1]]);
  expect(refused).toBe('`ingress all 0.0.0.0/0` would break `ssh` at once');
});

it('R92: a rewritten rule that still stands is no rule that is put back: what it says again was there all the time', async () => {
  const intent = intentOf([rewrite('sgr-1', https, ssh)], { do: 'restore' });
  expect(await may(intent, undefined, [https, all])).toEqual({ intent, refused: null });
});

it('R92: what takes new content away puts no rule back that is gone', async () => {
  const intent = intentOf([rewrite('sgr-2', https, all)], { do: 'revert' });
  expect(await may(intent)).toEqual({ intent, refused: null });
});

it('R92: what somebody permits by now breaks no check, so it is put back', async () => {
  const stage = new PerformStage();
  const intent = intentOf([open(all)], { do: 'restore' });
  const grant: Grant = {
    ...{ id: 'grt_1', site, group: 'sg-web', rules: [all], from: 1, until: stage.at + 600_000 },
    ...{ by: 'carol', reason: 'N-1', ended: null, version: 1 },
  };
  const name = rowName('grant', site.account, site.region, 'sg-web', grant.id);
  await stage.store.append(0, 'any', [], { rows: [{ ...name, value: JSON.stringify(grant) }] });
  const known = await knownOf(intent, [ssh], stage);
  expect(unobjected({}, intent, known)).toEqual({ intent, refused: null });
});

it('what is about no rules of a group that is there breaks no check by coming back', async () => {
  const intent = intentOf([open(all)], { do: 'restore' });
  const known = await knownOf(intent);
  for (const live of [
    { kind: 'group', group: null },
    { kind: 'list', list: null },
  ] as const)
    expect(unobjected({}, intent, { ...known, read: { ...known.read, live } })).toEqual({ intent, refused: null });
});

it('what stands in no group any more, as a record of a clock that is ahead says, breaks no check', async () => {
  const intent = intentOf([open(all)], { do: 'restore' });
  const { memory, ...known } = await knownOf(intent);
  const evidence = [{ kind: 'observed', at: known.at + 1000, group: null } as const];
  expect(unobjected({}, intent, { ...known, memory: { ...memory, evidence } })).toEqual({ intent, refused: null });
});

it('what people permitted or approved is theirs to put back', async () => {
  const undo = intentOf([open(all)], { do: 'undo' });
  expect(await may(undo)).toEqual({ intent: undo, refused: null });
  const asked = intentOf([open(all)], { do: 'restore' });
  expect(await may(asked, ['carol'])).toEqual({ intent: asked, refused: null });
});

it('BM-14 R92: who opens a group to the world and closes it again does not have it opened by us', async () => {
  const stage = new PerformStage();
  const group = stage.group();
  const IpPermissions = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: anywhere }] }];
  const [wide] = stage.does('AuthorizeSecurityGroupIngress', { GroupId: group, IpPermissions }).SecurityGroupRules;
  await stage.hears();
  stage.at += 3_600_000;
  stage.closes(group, wide!.SecurityGroupRuleId);
  await stage.hears();
  await stage.run(600_000);
  expect(stage.standing(group)).toEqual([]);
  expect((await stage.actions()).map(({ state }) => state)).toContain('refused');
});

it('BM-14 R92: nor where we act so soon after that a read might still show what went', async () => {
  const stage = new PerformStage();
  const settings = { ...stage.parts().settings, quiet: 5000 };
  const group = stage.group();
  const IpPermissions = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: anywhere }] }];
  const [wide] = stage.does('AuthorizeSecurityGroupIngress', { GroupId: group, IpPermissions }).SecurityGroupRules;
  await stage.hears();
  stage.at += 3_600_000;
  stage.closes(group, wide!.SecurityGroupRuleId);
  await stage.hears({ settings });
  await stage.run(600_000, { settings });
  expect(stage.standing(group)).toEqual([]);
  expect((await stage.actions()).find(({ intent }) => intent.do === 'restore')?.state).toBe('refused');
});
