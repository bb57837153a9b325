import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';

/** Bytes of what a store holds, as JSON: entries, and rows with their keys. */
async function bytesOf(stage: SweepStage): Promise<{ entries: number; rows: number; zipped: number }> {
  const entries: string[] = [];
  let rows = 0;
  for await (const each of stage.store.backup()) {
    if (each.kind === 'entry') entries.push(each.entry.body ?? '');
    if (each.kind === 'row') rows += each.row.key.length + (each.row.value ?? '').length;
  }
  const all = entries.join('\n');
  return { entries: all.length, rows, zipped: gzipSync(all).length };
}

test('R106: what is kept of a change does not grow with the rules of its group', async () => {
  const perChange = async (rules: number): Promise<{ plain: number; rows: number; zipped: number }> => {
    const stage = new SweepStage();
    const web = stage.group();
    for (let port = 0; port < rules; port++) stage.opens(web, 1000 + port, '192.0.2.0/24');
    await stage.hears();
    await stage.sweeps();
    const before = await bytesOf(stage);
    const changes = 20;
    for (let port = 0; port < changes; port++) stage.opens(web, 5000 + port, '192.0.2.0/24');
    await stage.hears();
    const after = await bytesOf(stage);
    return {
      plain: (after.entries - before.entries) / changes,
      rows: (after.rows - before.rows) / changes,
      zipped: (after.zipped - before.zipped) / changes,
    };
  };
  const [small, large] = [await perChange(2), await perChange(38)];
  expect(large.plain).toBeLessThan(small.plain * 1.2);
  expect(large.rows).toBeLessThan(small.rows * 1.2);
  expect(large.plain).toBeLessThan(5000);
  expect(large.zipped).toBeLessThan(500);
});
