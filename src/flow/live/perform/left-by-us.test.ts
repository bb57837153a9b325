import { describe, expect, it } from 'vitest';
import { intentOf, liveGroup, rewrite, ruleOf } from '../../../../test/builders/acting.ts';
import { actorWith } from '../../../../test/builders/actor.ts';
import { changeWith, headWith } from '../../../../test/builders/change.ts';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { anywhere } from '../../../../test/flow/watch-stage.ts';
import { bob } from '../../../../test/model/any-calls.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { rowName } from '../tables.ts';
import type { Known } from './know.ts';
import { leftByUs } from './left-by-us.ts';
import type { Performing } from './performing.ts';

const office = '10.0.0.0/8';

/** A rule for the office that alice rewrites, that we make say again what it said, and that is then rewritten once more. */
async function rewrittenTwice(heard: 'in time' | 'late') {
  const stage = new SweepStage();
  const group = stage.group();
  const id = stage.opens(group, 443, office);
  await stage.hears();
  await stage.sweeps();
  stage.rewrites(group, id, 8443, office);
  await stage.hears();
  // What is lost waits a minute: whoever took it may give it back.
  await stage.passes(60_500);
  if (heard === 'in time') await stage.hears();
  stage.rewrites(group, id, 22, anywhere);
  await stage.passes(20_000);
  return { stage, group, id };
}

it('R86: a rule is never given back what we are against, though no record tells yet that we had ended that before', async () => {
  const { stage, group } = await rewrittenTwice('late');
  expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8']);
  await stage.hears();
  await stage.passes(120_000);
  await stage.hears();
  await stage.passes(3_600_000);
  expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8']);
  expect(stage.calls).toEqual(['rewrite', 'rewrite']);
});

it('R86: what was given back right is left as it is by what records tell later', async () => {
  const { stage, group } = await rewrittenTwice('in time');
  await stage.hears();
  await stage.passes(60_000);
  expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8']);
  await stage.hears();
  await stage.passes(3_600_000);
  expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8']);
  expect(stage.calls).toEqual(['rewrite', 'rewrite']);
});

it('R86: what somebody else made a rule say meanwhile is theirs, though it came after a call of ours', async () => {
  const { stage, group, id } = await rewrittenTwice('late');
  stage.rewrites(group, id, 9443, office);
  await stage.hears();
  await stage.passes(120_000);
  expect(stage.standing(group)).toEqual(['9443,9443 10.0.0.0/8']);
});

describe('the record of a rewrite that comes after that of the next one', () => {
  /** A rule for the office that alice makes say another port, and bob SSH for all; bob's record comes first. */
  async function overtaken(port: number) {
    const stage = new SweepStage();
    const group = stage.group();
    const id = stage.opens(group, 9000, office);
    await stage.hears();
    await stage.sweeps();
    const first = stage.records.length;
    stage.rewrites(group, id, port, port === 22 ? '8.8.0.0/16' : office);
    stage.at += 2_000;
    stage.rewrites(group, id, 22, anywhere, bob);
    stage.at += 3_000;
    const takes = (place: number) => stage.takes(first + place);
    await takes(1);
    await stage.passes(20_000);
    expect(stage.standing(group)).toEqual(['9000,9000 10.0.0.0/8']);
    return { stage, group, takes };
  }

  it.each(['heard of', 'not heard of yet'])(
    'R86: has the rule say what it said between, our own call being %s',
    async (own) => {
      const { stage, group, takes } = await overtaken(9001);
      if (own === 'heard of') await takes(2);
      await takes(0);
      await stage.passes(60_000);
      expect(stage.standing(group)).toEqual(['9001,9001 10.0.0.0/8']);
      await takes(2);
      await takes(3);
      await stage.passes(3_600_000);
      expect(stage.standing(group)).toEqual(['9001,9001 10.0.0.0/8']);
      expect(stage.calls).toEqual(['rewrite', 'rewrite']);
      const [revised] = (await stage.rows('decision')).filter(({ revision }) => revision > 0);
      expect(revised!.actions).toHaveLength(2);
    },
  );

  it('R86: changes nothing where that breaks a check itself', async () => {
    const { stage, group, takes } = await overtaken(22);
    await takes(0);
    await stage.passes(60_000);
    await stage.hears();
    await stage.passes(3_600_000);
    expect(stage.standing(group)).toEqual(['9000,9000 10.0.0.0/8']);
    expect(stage.calls).toEqual(['rewrite']);
  });
});

describe('what another action of ours left', () => {
  const [was, early, now] = ['443', '8443', '22'].map((port) => ruleOf(`ingress tcp/${port} 10.0.0.0/8`, 'sgr-1'));
  const record = headWith({ actor: actorWith({ session: 'portcullis-act_2' }) });
  const change = changeWith({ kind: 'rules-modified', rules: [{ op: 'after', ...early! }], record });
  const evidence = [{ kind: 'change', at: 1, id: 'chg_1', change }] as const;
  const wrote = { call: 'rewrite', rules: [early] };

  /** Whether an action may start from what the rule says now, with another that wrote it. */
  async function mayStart(other: object = {}, row: object = { pending: null }): Promise<boolean> {
    const store = createMemoryStore(1);
    const action = { intent: intentOf([rewrite('sgr-1', now!, early!)]), last: wrote, ...other };
    await store.append(0, 'any', [], {
      rows: [{ ...rowName('action', 'act_2'), value: JSON.stringify(action) }],
    });
    const performing = { parts: { store }, row } as unknown as Performing;
    const known = { memory: { evidence }, read: { live: liveGroup([early!]) } } as unknown as Known;
    return (await leftByUs(performing, known, intentOf([rewrite('sgr-1', now!, was!)]))).has('sgr-1');
  }

  it('R86: is started from where both were against the same, and only before the first call', async () => {
    expect(await mayStart()).toBe(true);
    expect(await mayStart({}, { pending: wrote })).toBe(false);
    expect(await mayStart({}, { pending: null, last: wrote })).toBe(false);
    expect(await mayStart({ intent: intentOf([rewrite('sgr-1', was!, early!)]) })).toBe(false);
    expect(await mayStart({ intent: intentOf([rewrite('sgr-2', now!, early!)]) })).toBe(false);
  });

  it('R86: is left to people where they ordered or approved it', async () => {
    expect(await mayStart({ intent: intentOf([rewrite('sgr-1', now!, early!)], { do: 'undo' }) })).toBe(false);
    expect(await mayStart({ approvedBy: ['Bob'] })).toBe(false);
  });

  it('R86: is not what it did not write last', async () => {
    expect(await mayStart({ last: { call: 'rewrite', rules: [was] } })).toBe(false);
    expect(await mayStart({ last: { call: 'authorize', rules: [early] } })).toBe(false);
    expect(await mayStart({ last: undefined })).toBe(false);
  });
});
