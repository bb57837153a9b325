import { describe, expect, it } from 'vitest';
import { actors } from '../../../../test/builders/policy.ts';
import { opened, PerformStage } from '../../../../test/flow/perform-stage.ts';
import { ownRoles, strict } from '../../../../test/flow/watch-stage.ts';
import { account, alice, bob } from '../../../../test/model/any-calls.ts';
import type { Safety } from '../../../core/policy/policy.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import { stop } from '../orders/stop.ts';

const hour = 3_600_000;
const setBy = [actors('breakglass', { users: [`arn:aws:iam::${account}:user/bob`] })];

function withSafety(safety: Partial<Safety>): Judging {
  return { ...strict, policy: { ...strict.policy, safety: { ...strict.policy.safety, ...safety } } };
}

const guarding = withSafety({ neverTouch: { groups: [], tags: { portcullis: ['off'] }, setBy } });

/** SSH was opened, and before anything was done about it somebody tagged the group. */
async function tagged(who: typeof alice, Key: string, Value: string) {
  const stage = new PerformStage();
  stage.judging = guarding;
  const { group } = await opened(stage);
  stage.does('CreateTags', { Resources: [group], Tags: [{ Key, Value }] }, who);
  await stage.hears();
  await stage.run();
  return stage;
}

describe('guards', () => {
  it('R82: a group that is never to be touched is not, not even by an action decided before', async () => {
    const { stage, group } = await opened();
    stage.judging = withSafety({ neverTouch: { groups: [group], tags: {}, setBy: [] } });
    await stage.run();
    expect(await stage.endings()).toEqual([`refused: the policy says never to touch ${group}`]);
  });

  it('R82: a group may be named by its name, with any ending', async () => {
    const { stage, group } = await opened();
    stage.judging = withSafety({ neverTouch: { groups: ['we*'], tags: {}, setBy: [] } });
    await stage.run();
    expect(await stage.endings()).toEqual([`refused: the policy says never to touch ${group}`]);
  });

  it('8: what the policy in force by now would only ask about is not done unasked', async () => {
    const { stage } = await opened();
    const checks = strict.policy.checks.map((each) => ({ ...each, respond: { else: ['ask'] } as const }));
    stage.judging = { ...strict, policy: { ...strict.policy, checks } };
    await stage.run();
    expect(await stage.endings()).toEqual(['superseded: today nothing of it is to be done any more']);
    expect(stage.calls).toEqual([]);
  });

  it('scenario 22: while all acting is off, what somebody has closed already is over and not refused', async () => {
    const { stage, group, id } = await opened();
    stage.closes(group, id);
    await stop(stage.parts(), { person: 'sam', reason: 'outage', key: 'stop-1' });
    await stage.run();
    expect(await stage.endings()).toEqual(['superseded: all of it held already: somebody else saw to it']);
  });

  it('scenario 23: a rule that two checks object to is closed by one call', async () => {
    const stage = new PerformStage();
    const checks = strict.policy.checks.flatMap((each) => [each, { ...each, id: `${each.id}-too` }]);
    stage.judging = { ...strict, policy: { ...strict.policy, checks } };
    await opened(stage);
    expect((await stage.rows('violation')).length).toBe(2);
    await stage.run();
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.calls).toEqual(['revoke']);
    expect((await stage.rows('violation')).map(({ state }) => state)).toEqual(['gone', 'gone']);
  });

  it('R82: a guard tag holds no longer than it stands, whoever set it before', async () => {
    const stage = new PerformStage();
    stage.judging = guarding;
    const { group } = await opened(stage);
    const Tags = [{ Key: 'portcullis', Value: 'off' }];
    stage.does('CreateTags', { Resources: [group], Tags }, bob);
    stage.does('DeleteTags', { Resources: [group], Tags: [{ Key: 'portcullis' }] }, bob);
    stage.does('CreateTags', { Resources: [group], Tags }, alice);
    await stage.hears();
    await stage.run();
    expect(await stage.endings()).toEqual(['verified']);
  });

  it('R82: a guard tag that a group was made with counts like one that was set', async () => {
    for (const [who, ending] of [
      [bob, /^refused: tagged portcullis=off/],
      [alice, /^verified$/],
    ] as const) {
      const stage = new PerformStage();
      stage.judging = guarding;
      const VpcId = [...stage.model.state.vpcs.keys()][0]!;
      const TagSpecifications = [{ ResourceType: 'security-group', Tags: [{ Key: 'portcullis', Value: 'off' }] }];
      const request = { GroupName: 'made', Description: 'made', VpcId, TagSpecifications };
      const { GroupId } = stage.does('CreateSecurityGroup', request, who);
      await stage.hears();
      stage.judging = strict;
      stage.opens(GroupId, 22);
      await stage.hears();
      stage.judging = guarding;
      await stage.run();
      expect((await stage.endings())[0]).toMatch(ending);
    }
  });

  it('R82: a guard tag that somebody set who may keeps our hands off, from then on', async () => {
    const stage = await tagged(bob, 'portcullis', 'off');
    expect((await stage.endings())[0]).toMatch(/^refused: tagged portcullis=off by .*bob/);
    expect(stage.calls).toEqual([]);
  });

  it('R82: a guard tag that the attacker set changes nothing', async () => {
    const stage = await tagged(alice, 'portcullis', 'off');
    expect(await stage.endings()).toEqual(['verified']);
  });

  it('R82: another value of a guard tag means nothing', async () => {
    const stage = await tagged(bob, 'portcullis', 'on');
    expect(await stage.endings()).toEqual(['verified']);
  });

  it('scenario 30: break-glass holds until its end, four hours at most, if somebody set it who may', async () => {
    const until = '2030-01-01T00:00:00Z';
    const stage = await tagged(bob, 'portcullis:break-glass', `N-9;until=${until}`);
    expect((await stage.endings())[0]).toMatch(/^refused: break-glass until .* \(N-9\)$/);
    const stolen = await tagged(alice, 'portcullis:break-glass', `N-9;until=${until}`);
    expect(await stolen.endings()).toEqual(['verified']);
  });

  it('R98, BM-12, scenario 26: a pipeline that insists is left to a person after three times', async () => {
    const trusting: Judging = {
      ...strict,
      policy: {
        ...guarding.policy,
        safety: { ...guarding.policy.safety, caps: { ...strict.policy.safety.caps, group: { count: 99, per: hour } } },
      },
    };
    const stage = new PerformStage();
    stage.judging = trusting;
    const group = stage.group();
    for (let again = 0; again < 5; again++) {
      stage.opens(group, 22, '0.0.0.0/0', bob);
      await stage.hears();
      await stage.run(60_000);
      const rule = stage.model.state.groups.get(group)!.rules.find(({ ports }) => ports?.[0] === 22);
      if (rule !== undefined) stage.closes(group, rule.id, bob);
      await stage.hears();
      stage.at += 60_000;
    }
    expect((await stage.endings()).filter((each) => each === 'verified').length).toBe(3);
    expect((await stage.endings()).filter((each) => /^refused: acted on 3 times/.test(each)).length).toBeGreaterThan(0);
  });

  it('R98, BM-12: whoever else does it again and again is slowed down, told once, and closed all the same', async () => {
    const stage = new PerformStage();
    const caps = { ...strict.policy.safety.caps, group: { count: 99, per: hour }, actor: { count: 99, per: hour } };
    stage.judging = withSafety({ caps });
    const group = stage.group();
    for (let again = 0; again < 4; again++) {
      stage.opens(group, 22);
      await stage.hears();
      await stage.run(again === 3 ? 5_000 : 40_000);
      if (again < 3) expect((await stage.actions()).filter(({ state }) => state === 'verified').length).toBe(again + 1);
    }
    expect((await stage.actions()).map(({ state }) => state).sort()).toEqual([
      'due',
      'verified',
      'verified',
      'verified',
    ]);
    expect((await stage.told()).filter((why) => why === 'braked').length).toBe(1);
    await stage.run(hour);
    expect((await stage.actions()).map(({ state }) => state)).toEqual(['verified', 'verified', 'verified', 'verified']);
    expect(stage.standing(group)).toEqual([]);
  });

  it('BM-12, scenario 27: no role of ours acts under another name than the one that its action announces', async () => {
    const { stage } = await opened();
    await stage.run();
    const [expected] = await stage.rows('expect');
    expect(ownRoles).toContain(expected!.role);
    expect((await stage.bodies('acting'))[0]!.session).toBe(`portcullis-${expected!.action}`);
  });
});
