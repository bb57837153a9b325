import { describe, expect, it } from 'vitest';
import { close, intentOf, ruleOf } from '../../../../test/builders/acting.ts';
import { actorWith } from '../../../../test/builders/actor.ts';
import { changeWith } from '../../../../test/builders/change.ts';
import { actors } from '../../../../test/builders/policy.ts';
import { inHand } from '../../../../test/flow/in-hand.ts';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import { seeing } from '../../../../test/flow/seeing.ts';
import { strict } from '../../../../test/flow/watch-stage.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import { rowName } from '../tables.ts';
import { aimTuples } from './aim-tuples.ts';
import { type Known, know } from './know.ts';
import { order } from './order.ts';

const intent = intentOf([close(ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1'))], { severity: 'critical' });
const { action, site } = intent;
const revoke: Ec2Order = {
  ...{ action, site, call: 'revoke', role: 'revoke', group: 'sg-web', direction: 'ingress', ids: ['sgr-1'] },
};
const pipeline = 'arn:aws:iam::111122223333:user/pipeline';

/** A rule that three other actions acted on within the hour, in a policy that trusts a pipeline. */
async function pingPong(acts: readonly Partial<Decision>[], evidence: readonly SubjectEvidence[]) {
  const stage = new PerformStage();
  const setBy = [actors('ci', { users: [pipeline] })];
  const safety = { ...strict.policy.safety, neverTouch: { groups: [], tags: {}, setBy } };
  stage.judging = { ...strict, policy: { ...strict.policy, safety } };
  const rows = aimTuples(intent.aims).flatMap((tuple) =>
    ['act_a', 'act_b', 'act_c'].map((other) => ({
      ...rowName('acted', site.account, site.region, 'sg-web', tuple, stage.at - 1000, other),
      value: JSON.stringify({ action: other, at: stage.at - 1000, actor: null }),
    })),
  );
  await stage.store.append(0, 'any', [], { rows });
  const now = seeing(await inHand(stage, intent), []);
  const read = (await know(now)) as Known;
  const judged = Object.create(read.judged, { acts: { value: acts } }) as Known['judged'];
  return { stage, now, known: { ...read, judged, memory: { ...read.memory, evidence } } };
}

function changed(id: string, name: string): SubjectEvidence {
  const principal = `arn:aws:iam::111122223333:user/${name}`;
  const change = changeWith({ kind: 'rules-added', rules: [], record: { actor: actorWith({ principal }) } });
  return { kind: 'change', at: 1, id, change };
}

const seen: SubjectEvidence = { kind: 'observed', at: 1, group: null };

describe('who is trusted and does it again and again', () => {
  const next = { intent, order: revoke };

  it('R98, BM-12: is who did the change that the action answers, whatever else was done to the group', async () => {
    for (const [evidence, ending] of [
      [[seen, changed('chg_0', 'eve'), changed('chg_1', 'pipeline')], 'refused'],
      [[seen, changed('chg_0', 'pipeline'), changed('chg_1', 'eve')], 'due'],
      [[changed('chg_0', 'pipeline')], 'due'],
    ] as const) {
      const { stage, now, known } = await pingPong([], evidence);
      expect(await order(now, known, next)).toBe('over');
      expect((await stage.action(action)).state).toBe(ending);
    }
  });

  it('R98, BM-12: is who did one of the changes that the action answers as one', async () => {
    const whole = { id: 'net_1', changes: ['chg_1', 'chg_2'] };
    for (const [acts, ending] of [
      [[{ id: 'net_0', changes: ['chg_0'] }, { id: 'chg_9' }, whole], 'refused'],
      [[{ id: 'net_0', changes: ['chg_2', 'chg_0'] }, { id: 'chg_1' }], 'due'],
    ] as const) {
      const { stage, now, known } = await pingPong(acts, [changed('chg_0', 'eve'), changed('chg_2', 'pipeline')]);
      await order(now, known, next);
      expect((await stage.action(action)).state).toBe(ending);
    }
  });
});

describe('an action that is slowed down', () => {
  it('R98: says why to people, and waits', async () => {
    const { stage, now, known } = await pingPong([], []);
    await order(now, known, { intent, order: revoke });
    const said = 'acted on 3 times within 1 hour: somebody does it again and again';
    expect(await stage.tasks('tell')).toMatchObject([{ about: action, revision: 'braked', why: 'braked', said }]);
    expect(await stage.store.task(now.held.task)).toMatchObject({ due: stage.at + 59_000, why: said });
  });

  it('R98: goes on all the same once it has made a call: the rest of it is no other act', async () => {
    const { stage, now, known } = await pingPong([], []);
    await order({ ...now, row: { ...now.row, last: revoke } }, known, { intent, order: revoke });
    expect(await stage.bodies('acting')).toMatchObject([{ action, attempt: 1 }]);
  });
});

describe('what an action found', () => {
  it('R92: is what its first read showed, however often it calls', async () => {
    const stage = new PerformStage();
    const seen = [ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1')];
    const now = seeing(await inHand(stage, intent), seen);
    await order(now, (await know(now)) as Known, { intent, order: revoke });
    expect((await stage.action(action)).found).toEqual(seen);
    const other = new PerformStage();
    const found = [ruleOf('ingress tcp/80 0.0.0.0/0', 'sgr-2')];
    const again = seeing(await inHand(other, intent, { found, last: revoke }), seen);
    await order(again, (await know(again)) as Known, { intent, order: revoke });
    expect((await other.action(action)).found).toEqual(found);
  });
});

describe('a cap without room', () => {
  it('7, scenario 28: is told by its name', async () => {
    const stage = new PerformStage();
    const caps = { ...strict.policy.safety.caps, group: { count: 0, per: 1_000 } };
    stage.judging = { ...strict, policy: { ...strict.policy, safety: { ...strict.policy.safety, caps } } };
    const now = seeing(await inHand(stage, { ...intent, severity: 'high' }), []);
    await order(now, (await know(now)) as Known, { intent: { ...intent, severity: 'high' }, order: revoke });
    const cap = `group:${site.account}/${site.region}/sg-web`;
    expect(await stage.tasks('tell')).toMatchObject([{ about: action, revision: cap, why: 'capped', cap }]);
    expect((await stage.store.task(now.held.task))!.why).toBe(`cap ${cap} is used up`);
  });

  it('7: is asked again once its window has room, later than at once and no later than in a quarter of an hour', async () => {
    const cap = `group:${site.account}/${site.region}/sg-web`;
    const hour = 3_600_000;
    for (const [ago, wait] of [
      [hour - 1_000, 60_000],
      [hour - 600_000, 600_000],
      [60_000, 900_000],
    ] as const) {
      const stage = new PerformStage();
      const caps = { ...strict.policy.safety.caps, group: { count: 1, per: hour } };
      stage.judging = { ...strict, policy: { ...strict.policy, safety: { ...strict.policy.safety, caps } } };
      const now = seeing(await inHand(stage, intent), []);
      const at = stage.at - ago;
      const name = rowName('acted', site.account, site.region, 'sg-web', 'tag', at, 'act_a');
      await stage.store.append(0, 'any', [], {
        caps: [{ name: cap, per: hour, count: 1, at, by: 'act_a' }],
        rows: [{ ...name, value: JSON.stringify({ action: 'act_a', at, actor: null }) }],
      });
      const parts = { ...now.parts, chance: { next: () => 0 } };
      await order({ ...now, parts }, (await know(now)) as Known, { intent, order: revoke });
      expect(await stage.store.task(now.held.task)).toMatchObject({ due: stage.at + wait });
    }
  });

  it('7: not all that wait for it ask at the same moment', async () => {
    const stage = new PerformStage();
    const caps = { ...strict.policy.safety.caps, group: { count: 0, per: 1_000 } };
    stage.judging = { ...strict, policy: { ...strict.policy, safety: { ...strict.policy.safety, caps } } };
    const now = seeing(await inHand(stage, intent), []);
    const parts = { ...now.parts, chance: { next: () => 0.5 } };
    await order({ ...now, parts }, (await know(now)) as Known, { intent, order: revoke });
    expect(await stage.store.task(now.held.task)).toMatchObject({ due: stage.at + 60_000 + 7_500 });
  });

  it.each([
    [10_000, 60_000],
    [600_000, 600_000],
    [2_400_000, 900_000],
  ])('7: that has room in %s ms is asked again after %s ms, and not by all at once', async (left, wait) => {
    const stage = new PerformStage();
    const hour = 3_600_000;
    const group = { count: 1, per: hour };
    const caps = { ...strict.policy.safety.caps, group };
    stage.judging = { ...strict, policy: { ...strict.policy, safety: { ...strict.policy.safety, caps } } };
    const { site: here, on } = intent;
    const at = stage.at - hour + left;
    const name = `group:${here.account}/${here.region}/${on.id}`;
    const acted = rowName('acted', here.account, here.region, on.id, 'ingress tcp/80 0.0.0.0/0', at, 'act_a');
    await stage.store.append(0, 'any', [], {
      rows: [{ ...acted, value: JSON.stringify({ action: 'act_a', at, actor: null }) }],
      caps: [{ ...group, name, at, by: 'act_a' }],
    });
    const mild = { ...intent, severity: 'high' } as const;
    const held = seeing(await inHand(stage, mild), []);
    const now = { ...held, parts: { ...held.parts, chance: { next: () => 0.5 } } };
    await order(now, (await know(now)) as Known, { intent: mild, order: revoke });
    const { due, why } = (await stage.store.task(now.held.task))!;
    expect([due - stage.at, why]).toEqual([wait + 7_500, `cap ${name} is used up`]);
  });
});
