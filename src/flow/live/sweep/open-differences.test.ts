import { expect, test } from 'vitest';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { site } from '../../../../test/flow/watch-stage.ts';
import type { Asked } from '../../../contracts/store.ts';
import { openDifferences } from './open-differences.ts';

test('R30: what looks saw of other groups is not read for a group, however much of it there is', async () => {
  const stage = new SweepStage();
  const [web, other] = [stage.group(), stage.group('other')];
  await stage.hears();
  await stage.sweeps();
  stage.at += 60_000;
  stage.opens(web, 8080, '10.0.0.0/8');
  for (const port of [8081, 8082, 8083]) stage.opens(other, port, '10.0.0.0/8');
  await stage.sweeps();
  const read: string[] = [];
  const store = {
    ...stage.store,
    view: async (asked: Asked) => {
      const found = await stage.store.view(asked);
      read.push(...found.spans.flat().map(({ key }) => key));
      return found;
    },
  };
  const open = await openDifferences(store, site, web);
  expect(open.map(({ row }) => [row.group, row.was, row.rule?.ports])).toEqual([[web, 'appeared', [8080, 8080]]]);
  expect(read).toHaveLength(1);
  expect(await stage.rows('unexplained')).toHaveLength(4);
});
