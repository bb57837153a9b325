import { describe, expect, test } from 'vitest';
import { opened } from '../../../../test/flow/perform-stage.ts';
import { notRebuilt } from '../../../../test/flow/rebuilt-tables.ts';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { anywhere, site, strict } from '../../../../test/flow/watch-stage.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import { allow } from '../orders/allow.ts';
import { approve } from '../orders/approve.ts';
import { deny } from '../orders/deny.ts';
import { endGrant } from '../orders/end-grant.ts';
import { planRevert } from '../orders/plan-revert.ts';
import { resume } from '../orders/resume.ts';
import { revert } from '../orders/revert.ts';
import { stop } from '../orders/stop.ts';
import { undo } from '../orders/undo.ts';
import { askEnd } from '../perform/ask-end.ts';

const hour = 3_600_000;
const carol = { person: 'carol', reason: 'N-7', key: 'k1' };
const dave = { person: 'dave', reason: 'N-7', key: 'k2' };

const ssh: Rule = {
  ...{ id: null, direction: 'ingress', protocol: 'tcp', ports: [22, 22], description: null },
  peer: { kind: 'ipv4', value: anywhere },
};

/** Two people give leave together; where it asks, nobody closes SSH without leave. */
function leave(count: number, asks: boolean): Judging {
  const grants = { max: 4 * hour, approve: { else: { from: ['carol', 'dave'], count, not: [] } } };
  const checks = strict.policy.checks.map((each) => (asks ? { ...each, respond: { else: ['ask'] as const } } : each));
  return { ...strict, policy: { ...strict.policy, grants, checks } };
}

async function scene(count: number, asks: boolean) {
  const stage = new SweepStage();
  stage.judging = leave(count, asks);
  return { ...(await opened(stage)), stage };
}

describe('rows that people brought about, made again from the ledger', () => {
  test('R113: a question that two people approve, with the action that follows', async () => {
    const { stage } = await scene(2, true);
    const [{ hash } = expect.unreachable()] = await stage.rows('ask');
    await approve(stage.parts(), { ...carol, hash });
    expect((await stage.rows('ask'))[0]).toMatchObject({ state: 'waiting', approvedBy: ['carol'] });
    expect(await notRebuilt(stage.store)).toEqual([]);
    await approve(stage.parts(), { ...dave, hash });
    expect(await notRebuilt(stage.store)).toEqual([]);
    await stage.run();
    expect(await stage.endings()).toEqual(['verified']);
    expect(await notRebuilt(stage.store)).toEqual([]);
  });

  test('R113: a question that somebody denies, and one that nobody answers', async () => {
    const { stage } = await scene(1, true);
    const [{ hash } = expect.unreachable()] = await stage.rows('ask');
    await deny(stage.parts(), { ...carol, hash });
    const other = await scene(1, true);
    other.stage.at += 24 * hour;
    await askEnd(other.stage.parts(), (await other.stage.lease(['ask-end']))!);
    expect((await stage.rows('ask'))[0]!.state).toBe('denied');
    expect((await other.stage.rows('ask'))[0]!.state).toBe('expired');
    for (const each of [stage, other.stage]) expect(await notRebuilt(each.store)).toEqual([]);
  });

  test('R93, R113: a permission that takes two, one that ends early, and what was closed and given back', async () => {
    const { stage, group } = await scene(2, false);
    await stage.run();
    const until = stage.at + 3 * hour;
    await allow(stage.parts(), { ...carol, site, group, rules: [ssh], until });
    expect(await notRebuilt(stage.store)).toEqual([]);
    const [{ hash } = expect.unreachable()] = await stage.rows('ask');
    await approve(stage.parts(), { ...dave, hash });
    const [{ id } = expect.unreachable()] = await stage.rows('grant');
    expect(await notRebuilt(stage.store)).toEqual([]);
    await endGrant(stage.parts(), { ...carol, key: 'k3', site, group, grant: id });
    stage.judging = leave(1, false);
    const [{ intent } = expect.unreachable()] = await stage.actions();
    const done = await undo(stage.parts(), { ...carol, key: 'k4', action: intent.action, until });
    expect(done.kind).toBe('ordered');
    expect(await notRebuilt(stage.store)).toEqual([]);
    await stage.passes(hour);
    expect((await stage.actions()).map(({ state }) => state).sort()).toEqual(['undone', 'verified']);
    expect(await notRebuilt(stage.store)).toEqual([]);
  });

  test('R92, R113: the kill switch, what it kept from being done, and a plan of a person, which is carried out', async () => {
    const { stage, group } = await scene(1, false);
    await stop(stage.parts(), { ...carol, key: 'stop' });
    expect(await notRebuilt(stage.store)).toEqual([]);
    await stage.run();
    expect(await stage.endings()).toEqual([expect.stringMatching(/^refused: all acting is off/)]);
    await resume(stage.parts(), { ...carol, key: 'resume' });
    expect(await notRebuilt(stage.store)).toEqual([]);
    await stage.run();
    stage.opens(group, 8443, '192.0.2.0/24');
    await stage.hears();
    const id = (await stage.decisions()).at(-1)!.id;
    const plan = await planRevert(stage.parts(), id);
    if ('kind' in plan) return expect.unreachable();
    expect((await revert(stage.parts(), { ...carol, key: 'plan', plan })).kind).toBe('ordered');
    expect(await notRebuilt(stage.store)).toEqual([]);
    await stage.run();
    expect((await stage.actions()).map(({ state }) => state).sort()).toEqual(['refused', 'verified', 'verified']);
    expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8']);
    expect(await notRebuilt(stage.store)).toEqual([]);
  });

  test('R113: a call that was announced and never made, since the policy was altered in between', async () => {
    const { stage } = await scene(1, false);
    const { store } = stage;
    const other = { ...stage.judging, policy: { ...stage.judging.policy, digest: 'another', checks: [] } };
    let announced = 0;
    const sly = {
      ...store,
      append: async (...asked: Parameters<typeof store.append>) => {
        const done = await store.append(...asked);
        if (asked[2].some(({ body }) => body.kind === 'acting') && announced++ === 0) stage.judging = other;
        return done;
      },
    };
    await stage.run(600_000, { store: sly });
    expect(stage.calls).toEqual([]);
    expect(announced).toBe(1);
    expect(await stage.rows('expect')).toEqual([]);
    expect(await notRebuilt(stage.store)).toEqual([]);
  });
});
