import { describe, expect, it } from 'vitest';
import { checkWith, gained } from '../builders/policy.ts';
import { PerformStage } from '../flow/perform-stage.ts';
import { strict } from '../flow/watch-stage.ts';

const [minute, hour] = [60_000, 3_600_000];

/** SSH to everybody is critical, a debug port high: the attacker has something to spend our patience on. */
function staged(): PerformStage {
  const stage = new PerformStage();
  const debug = { when: gained({ ports: ['tcp/8000-8999'] }), respond: { else: ['revert' as const] } };
  const checks = [...strict.policy.checks, checkWith('debug', debug)];
  stage.judging = { ...strict, policy: { ...strict.policy, checks } };
  return stage;
}

describe('who tires the breaker with decoys first', () => {
  it('BM-12 scenario 28: and then opens the real thing has it closed within seconds: a share of each cap is kept for it', async () => {
    const stage = staged();
    const group = stage.group();
    for (let decoy = 0; decoy < 8; decoy++) {
      stage.opens(group, 8000 + decoy);
      await stage.hears();
      await stage.run(minute);
    }
    const decoys = stage.standing(group).length;
    expect(decoys).toBe(6);
    expect(await stage.told()).toContain('capped');
    stage.opens(group, 22);
    const openedAt = stage.at;
    await stage.hears();
    await stage.run(10_000);
    const real = (await stage.actions()).find(({ intent }) => intent.severity === 'critical')!;
    expect(real).toMatchObject({ state: 'verified' });
    expect(stage.standing(group)).toHaveLength(decoys);
    expect(stage.standing(group).some((rule) => rule.startsWith('22,22'))).toBe(false);
    expect(stage.at - openedAt).toBeLessThanOrEqual(10_000);
  });

  it('BM-12: spread over many groups leaves the real opening its share of the caps of actor and account', async () => {
    const stage = staged();
    for (let decoy = 0; decoy < 25; decoy++) {
      stage.opens(stage.group(`decoy-${decoy}`), 8000);
      await stage.hears();
    }
    await stage.run(minute);
    const vault = stage.group('vault');
    stage.opens(vault, 22);
    await stage.hears();
    await stage.run(10_000);
    expect(stage.standing(vault)).toEqual([]);
  });

  it('R98 BM-12: with the very rule, again and again, waits five minutes at most: it is never given up', async () => {
    const stage = staged();
    const caps = { ...strict.policy.safety.caps, group: { count: 99, per: hour }, actor: { count: 99, per: hour } };
    const safety = { ...stage.judging.policy.safety, caps: { ...caps, account: { count: 99, per: hour } } };
    stage.judging = { ...stage.judging, policy: { ...stage.judging.policy, safety } };
    const group = stage.group();
    for (let again = 0; again < 9; again++) {
      stage.opens(group, 22);
      await stage.hears();
      await stage.run(again < 3 ? 10_000 : 6 * minute);
      expect([again, stage.standing(group)]).toEqual([again, []]);
    }
    expect(await stage.told()).toContain('braked');
  });
});
