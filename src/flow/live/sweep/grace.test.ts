import { expect, test } from 'vitest';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { unexplainedName } from './keep-look.ts';

test('R30: a difference whose record came before the look that saw it was kept is not judged as done by nobody', async () => {
  const stage = new SweepStage();
  const web = stage.group();
  await stage.hears();
  await stage.sweeps();
  stage.at += 60_000;
  stage.opens(web, 8080, '10.0.0.0/8');
  await stage.sweeps();
  const [seen] = await stage.rows('unexplained');
  await stage.hears();
  const [claimed] = await stage.rows('unexplained');
  expect(claimed).toEqual({ ...seen, claimedBy: expect.any(String) });
  // The same as a slow worker leaves it: its look is kept only after the record.
  const name = unexplainedName(seen!);
  await stage.store.append(0, 'any', [], { rows: [{ ...name, value: JSON.stringify(seen) }] });
  await stage.passes(3_600_000);
  expect(await stage.rows('unexplained')).toEqual([claimed]);
  expect((await stage.decisions()).filter(({ origin }) => origin === 'observed')).toEqual([]);
});

test('R30: a rule rewritten again without a record is no work of the record that came of its first rewriting', async () => {
  const stage = new SweepStage();
  const web = stage.group();
  const id = stage.opens(web, 8080, '10.0.0.0/8');
  await stage.hears();
  await stage.sweeps();
  stage.rewrites(web, id, 8081, '10.0.0.0/8');
  await stage.hears();
  stage.rewrites(web, id, 22, '0.0.0.0/0');
  await stage.sweeps();
  await stage.passes(10_000);
  expect(stage.standing(web)).toEqual(['8081,8081 10.0.0.0/8']);
  expect((await stage.decisions()).filter(({ origin }) => origin === 'observed')).toMatchObject([
    { say: expect.stringContaining('the whole IPv4 Internet can reach tcp 22') },
  ]);
});
