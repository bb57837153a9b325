import { expect, it } from 'vitest';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { intakenOf, site } from '../../../../test/flow/watch-stage.ts';
import type { Store } from '../../../contracts/store.ts';
import { lookTask } from '../watch/tell-incidents.ts';
import { takeRecord } from '../watch/watch-step.ts';

/**
 * SSH is opened and closed by us. No record tells that it is opened to others meanwhile: the last read before the end shows
 * it, and before that end is written, another worker hears of our call and looks as well.
 */
async function endsWhile(other: 'looks' | 'sleeps') {
  const stage = new SweepStage();
  const group = stage.group();
  await stage.hears();
  await stage.sweeps();
  stage.opens(group, 22, '9.9.0.0/16');
  await stage.hears();
  await stage.step(['act']);
  stage.opens(group, 22, '8.8.0.0/16');
  const { store } = stage;
  let waits = other === 'looks';
  const append: Store['append'] = async (shard, expected, entries, effects) => {
    if (waits && entries.some(({ body }) => body.kind === 'outcome')) {
      waits = false;
      const own = stage.records.findLastIndex((record) => record.eventName === 'RevokeSecurityGroupIngress');
      await takeRecord(stage.parts(), intakenOf(stage.records[own]!, 90));
      await store.append(shard, 'any', [], { tasks: [lookTask(site, group, 'test', 'meanwhile', stage.at)] });
      stage.at += 1_000;
      await stage.step(['look']);
    }
    return store.append(shard, expected, entries, effects);
  };
  await stage.passes(30_000, { store: { ...store, append } });
  await stage.passes(300_000);
  const differences = await stage.rows('unexplained');
  return { stage, group, differences, endings: await stage.endings() };
}

it.each(['sleeps', 'looks'] as const)(
  'R30: what the last read of an action shows is noticed once, while another worker %s',
  async (other) => {
    const { stage, group, differences, endings } = await endsWhile(other);
    expect(differences.map(({ was, rule }) => `${was} ${rule?.peer.value}`)).toEqual(['appeared 8.8.0.0/16']);
    expect(endings[0]).toMatch(/^verified/);
    const decisions = await stage.decisions();
    expect(decisions.filter(({ origin }) => origin === 'observed')).toHaveLength(1);
    expect(stage.standing(group)).toEqual([]);
    await stage.hears();
    await stage.passes(3_600_000);
    expect(stage.standing(group)).toEqual([]);
  },
);
