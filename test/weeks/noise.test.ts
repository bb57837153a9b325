import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { liveMark } from './live-table.ts';
import { measureAll } from './measure-all.ts';
import { median, rateOf } from './measure-noise.ts';
import { page, seededWeeks, writePage } from './write-noise.ts';

const lines = await measureAll(1, seededWeeks);
const [example, packs, tellAll, doNothing] = lines.map(({ weeks }) => weeks);

test('no incident of the example week is missed', () => {
  expect(example![0]).toMatchObject({ incidents: 12, missed: [] });
});

test('no incident of 50 seeded weeks is missed', () => {
  expect(packs!.flatMap(({ missed }) => missed)).toEqual([]);
});

test('a seeded week costs at most three interrupting messages for each 100 changes in the median', () => {
  expect(median(packs!.map(rateOf))).toBeLessThanOrEqual(3);
});

test('telling all costs many times as much, and telling nothing catches nothing', () => {
  expect(median(tellAll!.map(rateOf))).toBeGreaterThan(5 * median(packs!.map(rateOf)));
  for (const { messages, missed, incidents } of doNothing!) expect([messages, missed.length]).toEqual([0, incidents]);
});

test('docs/noise.md says what was measured', () => {
  expect(readFileSync(page, 'utf8').split(liveMark)[0]).toBe(writePage(lines));
});
