import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../../../test/contracts/store/drafts.ts';
import { opened, PerformStage } from '../../../../test/flow/perform-stage.ts';
import { anywhere } from '../../../../test/flow/watch-stage.ts';
import type { LiveParts } from '../live-parts.ts';

const office = '443,443 10.0.0.0/8';

/** Parts of which one crashes the worker at its nth use, before or after it did what was asked. */
function crashing(parts: LiveParts, at: number, when: 'before' | 'after') {
  let uses = 0;
  let crashed = false;
  const wrap = <T extends object>(part: T): T =>
    new Proxy(part, {
      get: (target, name) => {
        const held = Reflect.get(target, name) as unknown;
        if (typeof held !== 'function' || name === 'read' || name === 'backup' || name === 'session') return held;
        return async (...asked: readonly unknown[]) => {
          const isNow = uses++ === at;
          crashed ||= isNow;
          if (isNow && when === 'before') throw new Error('crash');
          const done = (await Reflect.apply(held, target, asked)) as unknown;
          if (isNow) throw new Error('crash');
          return done;
        };
      },
    });
  const { store, gatherer, reverter } = parts;
  const all = { store: wrap(store), gatherer: wrap(gatherer), reverter: wrap(reverter) };
  return { all, hasCrashed: () => crashed };
}

/** Runs a scene once for every point (or every few) at which its worker can crash, and gives back how many there were. */
async function everywhere(
  when: 'before' | 'after',
  step: number,
  scene: () => Promise<{ readonly stage: PerformStage; readonly check: () => Promise<void> }>,
): Promise<number> {
  for (let at = 0; ; at += step) {
    const { stage, check } = await scene();
    const { all, hasCrashed } = crashing(stage.watched(), at, when);
    await stage.run(600_000, all).catch((error: Error) => expect(error.message).toBe('crash'));
    await stage.hears();
    await stage.run(1_800_000);
    await check();
    expect(await findingsOf(stage.store)).toEqual([]);
    if (!hasCrashed()) return at;
  }
}

describe('a worker that crashes', () => {
  it.each(['before', 'after'] as const)(
    'BM-5: anywhere (%s any step) loses no action and doubles none',
    async (when) => {
      const points = await everywhere(when, 1, async () => {
        const { stage, group } = await opened();
        return {
          stage,
          check: async () => {
            expect(await stage.endings()).toEqual(['verified']);
            expect(stage.standing(group)).toEqual([office]);
            const revoked = stage.model.state.groups.get(group)!.rules.length;
            expect(revoked).toBe(2);
            expect((await stage.bodies('acting')).length).toBeLessThanOrEqual(2);
            expect((await stage.bodies('outcome')).filter(({ state }) => state !== 'later').length).toBe(1);
            expect((await stage.rows('violation')).map(({ state }) => state)).toEqual(['gone']);
            expect((await stage.rows('tally')).map(({ actions }) => actions)).toContainEqual({ verified: 1 });
          },
        };
      });
      expect(points).toBeGreaterThan(26);
    },
  );

  it.each(['before', 'after'] as const)(
    'anywhere (%s any step) of a restore puts back one rule, not two',
    async (when) => {
      await everywhere(when, 3, async () => {
        const stage = new PerformStage();
        const group = stage.group();
        const was = stage.opens(group, 443, '10.0.0.0/8');
        await stage.hears();
        stage.at += 3_600_000;
        stage.closes(group, was);
        await stage.hears();
        return {
          stage,
          check: async () => {
            expect((await stage.actions()).map(({ state }) => state)).toEqual(['verified']);
            expect(stage.standing(group)).toEqual([office]);
          },
        };
      });
    },
  );

  it.each(['before', 'after'] as const)(
    'anywhere (%s any step) gives back what was rewritten under its hands',
    async (when) => {
      await everywhere(when, 3, async () => {
        const { stage, group, id } = await opened();
        const rule = { IpProtocol: 'tcp', FromPort: 8443, ToPort: 8443, CidrIpv4: anywhere };
        const SecurityGroupRules = [{ SecurityGroupRuleId: id, SecurityGroupRule: rule }];
        const { reverter } = stage.parts();
        let isFirst = true;
        const disturbed = {
          session: reverter.session,
          perform: async (...asked: Parameters<typeof reverter.perform>) => {
            if (isFirst) stage.does('ModifySecurityGroupRules', { GroupId: group, SecurityGroupRules });
            isFirst = false;
            return reverter.perform(...asked);
          },
        };
        stage.disturbance = disturbed;
        return {
          stage,
          check: async () => {
            const [row] = await stage.actions();
            expect(row!.state).toBe('superseded');
            expect(stage.standing(group)).toEqual([office, `8443,8443 ${anywhere}`]);
          },
        };
      });
    },
  );
});
