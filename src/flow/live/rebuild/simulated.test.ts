import { expect, test } from 'vitest';
import { notRebuilt } from '../../../../test/flow/rebuilt-tables.ts';
import { scriptOf } from '../../../../test/simulation/actors/script.ts';
import { runHistory } from '../../../../test/simulation/history.ts';
import { subjectOf } from '../../../../test/simulation/subject-of.ts';

test('R113: whatever happened, what the store holds beside its entries follows from them', async () => {
  const rows: string[] = [];
  for (let seed = 3; seed < 11; seed += 1) {
    const { store } = await runHistory(scriptOf(seed), subjectOf(null), new Set());
    expect(await notRebuilt(store), `history ${seed}`).toEqual([]);
    for (const table of ['expect', 'violation', 'action', 'ask', 'grant', 'unexplained', 'swept', 'acted'])
      if ((await store.rows(table, '', 1)).length > 0) rows.push(table);
    await store.close();
  }
  expect([...new Set(rows)].sort()).toEqual(
    ['acted', 'action', 'ask', 'expect', 'grant', 'swept', 'unexplained', 'violation'].sort(),
  );
}, 120_000);
