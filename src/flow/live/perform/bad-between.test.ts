import { expect, it } from 'vitest';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { anywhere } from '../../../../test/flow/watch-stage.ts';
import { alice, bob } from '../../../../test/model/any-calls.ts';

const [office, half] = ['10.0.0.0/8', '0.0.0.0/1'];
const hands = [['the same hand', alice] as const, ['another hand', bob] as const];

/** A group with rules for the office that have stood for a while; `takes`: one of the records that come now. */
async function stood(...ports: readonly number[]) {
  const stage = new SweepStage();
  const group = stage.group();
  const ids = ports.map((port) => stage.opens(group, port, office));
  await stage.hears();
  await stage.sweeps();
  stage.at += 60_000;
  const first = stage.records.length;
  const takes = (place: number) => stage.takes(first + place);
  return { stage, group, ids, takes };
}

/** All that is left to hear and to do, with two sweeps. */
async function rests(stage: SweepStage): Promise<void> {
  for (let n = 0; n < 4; n++) {
    await stage.hears();
    await stage.passes(60_000);
  }
  for (let n = 0; n < 2; n++) {
    await stage.sweeps();
    await stage.passes(1_800_000);
    await stage.hears();
  }
}

it.each(hands)(
  'R92: a rule that was made worse by %s before we acted says again what it said at first, not what we are against',
  async (_, by) => {
    const { stage, group, ids, takes } = await stood(9000);
    stage.rewrites(group, ids[0]!, 22, half);
    stage.at += 4_000;
    stage.rewrites(group, ids[0]!, 22, anywhere, by);
    stage.at += 3_000;
    await takes(0);
    await stage.passes(90_000);
    await takes(1);
    await rests(stage);
    expect(stage.standing(group)).toEqual(['9000,9000 10.0.0.0/8']);
  },
);

it.each([8443, 22].flatMap((port) => hands.map(([name, by]) => [port, name, by] as const)))(
  'R92: what was made to say %i, and then taken away by %s, comes back however bad that was',
  async (port, _, by) => {
    const { stage, group, ids } = await stood(443);
    stage.rewrites(group, ids[0]!, port, port === 22 ? anywhere : office);
    stage.at += 2_000;
    stage.closes(group, ids[0]!, by);
    await rests(stage);
    expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8']);
  },
);

it.each(['by another rule', 'under its id'].flatMap((how) => hands.map(([name, by]) => [how, name, by] as const)))(
  'R92: what was opened to all and then narrowed %s, by %s, is closed all the same',
  async (how, _, by) => {
    const { stage, group } = await stood(9000);
    const id = stage.opens(group, 22);
    stage.at += 2_000;
    if (how === 'under its id') stage.rewrites(group, id, 22, half, by);
    else {
      stage.closes(group, id, by);
      stage.at += 2_000;
      stage.opens(group, 22, half, by);
    }
    await rests(stage);
    expect(stage.standing(group)).toEqual(['9000,9000 10.0.0.0/8']);
  },
);

it.each(hands)(
  'R92: a rule that was made to say SSH for all and then for half, by %s, says what it said',
  async (_, by) => {
    const { stage, group, ids } = await stood(9000);
    stage.rewrites(group, ids[0]!, 22, anywhere);
    stage.at += 2_000;
    stage.rewrites(group, ids[0]!, 22, half, by);
    await rests(stage);
    expect(stage.standing(group)).toEqual(['9000,9000 10.0.0.0/8']);
  },
);

it('R92: what was lost comes back, though what its rule was made to say stands as another rule', async () => {
  const { stage, group, ids } = await stood(443);
  stage.rewrites(group, ids[0]!, 8443, office);
  stage.at += 2_000;
  stage.closes(group, ids[0]!, bob);
  stage.at += 2_000;
  stage.opens(group, 8443, office, bob);
  await rests(stage);
  expect(stage.standing(group)).toEqual(['8443,8443 10.0.0.0/8', '443,443 10.0.0.0/8']);
});

it.each([
  ['in time', [0, 1, 2]],
  ['late', [0, 2]],
] as const)(
  'R92: what a rule was made to say while another was lost comes back, the record of that loss being %s',
  async (_, heard) => {
    const { stage, group, ids, takes } = await stood(443, 9000);
    stage.rewrites(group, ids[1]!, 443, '10.0.0.0/7');
    stage.at += 4_000;
    stage.closes(group, ids[0]!, bob);
    stage.at += 4_000;
    stage.rewrites(group, ids[1]!, 22, half);
    stage.at += 3_000;
    for (const place of heard) await takes(place);
    await stage.passes(60_000);
    await rests(stage);
    expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/7']);
  },
);
