import { describe, expect, it } from 'vitest';
import { iamUser } from '../../src/aws/model/record/identity.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import { actors, checkWith, gained, tagsQuestion } from '../builders/policy.ts';
import { PerformStage } from '../flow/perform-stage.ts';
import { strict } from '../flow/watch-stage.ts';
import { account, alice } from '../model/any-calls.ts';

const keeper = { ...alice, identity: iamUser(account, 'keeper') };
const setBy = [actors('keepers', { users: [`arn:aws:iam::${account}:user/keeper`] })];
const off = { Key: 'portcullis', Value: 'off' };

function staged(): PerformStage {
  const stage = new PerformStage();
  const neverTouch = { groups: [], tags: { portcullis: ['off'] }, setBy };
  stage.judging = { ...strict, policy: { ...strict.policy, safety: { ...strict.policy.safety, neverTouch } } };
  return stage;
}

describe('tags that say “hands off”', () => {
  it.each([
    ['before the opening', true],
    ['after it', false],
  ])('R82: set by the attacker %s keep nothing open', async (_, before) => {
    const stage = staged();
    const group = stage.group();
    if (before) stage.does('CreateTags', { Resources: [group], Tags: [off] });
    stage.opens(group, 22);
    if (!before) stage.does('CreateTags', { Resources: [group], Tags: [off] });
    await stage.hears();
    await stage.run();
    expect(await stage.endings()).toContain('verified');
    expect(stage.standing(group)).toEqual([]);
  });

  it('R82 scenario 30: break-glass that the attacker declares keeps nothing open', async () => {
    const stage = staged();
    const group = stage.group();
    const Value = 'N-9;until=2030-01-01T00:00:00Z';
    stage.does('CreateTags', { Resources: [group], Tags: [{ Key: 'portcullis:break-glass', Value }] });
    stage.opens(group, 22);
    await stage.hears();
    await stage.run();
    expect(stage.standing(group)).toEqual([]);
  });

  it('R82: of which no record tells who set them keep nothing open', async () => {
    const stage = staged();
    const group = stage.group();
    stage.does('CreateTags', { Resources: [group], Tags: [off] }, keeper);
    stage.records.pop();
    stage.opens(group, 22);
    await stage.hears();
    await stage.run();
    expect(stage.standing(group)).toEqual([]);
  });

  it('R82: set under a session that only carries the name of who may keep nothing open', async () => {
    const stage = staged();
    const group = stage.group();
    const identity = iamUser('444455556666', 'keeper') as JsonObject;
    stage.does('CreateTags', { Resources: [group], Tags: [off] }, { ...alice, identity });
    stage.opens(group, 22);
    await stage.hears();
    await stage.run();
    expect(stage.standing(group)).toEqual([]);
  });

  it('R82: set by who may keep our hands off, and that is said', async () => {
    const stage = staged();
    const group = stage.group();
    stage.does('CreateTags', { Resources: [group], Tags: [off] }, keeper);
    stage.opens(group, 22);
    await stage.hears();
    await stage.run();
    expect(stage.calls).toEqual([]);
    expect(stage.standing(group)).toHaveLength(1);
    const [step] = (await stage.decisions()).at(-1)!.response!.steps;
    expect(step).toMatchObject({ state: 'refused', why: 'tagged portcullis=off by keeper' });
  });
});

describe('the tag that says what a group is for', () => {
  it('taken off or rewritten by the attacker first leaves the group judged by what it was', async () => {
    for (const lowers of ['rewritten', 'taken off'] as const) {
      const stage = new PerformStage();
      const severity = { prod: 'critical', else: 'low' } as const;
      const respond = { prod: ['revert'], else: ['none'] } as const;
      const checks = [
        checkWith('ssh', { when: gained({ ports: ['tcp/22'] }), severity, respond }),
        checkWith('labels', { when: tagsQuestion() }),
      ];
      stage.judging = { ...strict, policy: { ...strict.policy, checks } };
      const group = stage.group();
      const Resources = [group];
      stage.does('CreateTags', { Resources, Tags: [{ Key: 'env', Value: 'prod' }] });
      if (lowers === 'rewritten') stage.does('CreateTags', { Resources, Tags: [{ Key: 'env', Value: 'sandbox' }] });
      else stage.does('DeleteTags', { Resources, Tags: [{ Key: 'env' }] });
      stage.opens(group, 22);
      await stage.hears();
      expect((await stage.decisions()).at(-1)!.verdict).toMatchObject({ severity: 'critical' });
      await stage.run();
      expect([lowers, stage.standing(group)]).toEqual([lowers, []]);
    }
  });
});
