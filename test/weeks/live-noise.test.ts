import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { measureLiveExample, measureLiveWeek } from './live-noise.ts';
import { liveMark, writeLivePart } from './live-table.ts';
import { median } from './measure-noise.ts';
import { readFigures } from './write-live-noise.ts';
import { page } from './write-noise.ts';

const figures = readFigures();
const seeded = figures.filter(({ week }) => week !== 'example');
const minutes = 4 * 60_000;

test.each(['example', 'week 3', 'week 6'])(
  'R60, R62, R63, R64: the %s, end to end, misses no incident, and is told as it was measured',
  { timeout: minutes },
  async (week) => {
    const told = week === 'example' ? await measureLiveExample() : await measureLiveWeek(Number(week.slice(5)));
    expect(told).toMatchObject({ missed: [], wrong: [], pending: 0, writes: 0, digestsADay: 1, onlyArchive: [] });
    expect(told.due).toBe(told.sent + told.pending + told.suppressed);
    expect(told.messages).toBeLessThanOrEqual(told.archive + told.onlyLive.length);
    const { messages, anew, reminders } = figures.find((each) => each.week === week)!;
    expect(told).toMatchObject({ messages, anew, reminders });
  },
);

test('R61, R76: 50 weeks end to end came to at most three messages for each 100 changes in the median, none missed', () => {
  expect(seeded).toHaveLength(50);
  expect(median(seeded.map(({ messages, anew, changes }) => ((messages + anew) / changes) * 100))).toBeLessThanOrEqual(
    3,
  );
  expect(figures.flatMap(({ missed }) => missed)).toEqual([]);
});

test('R75, R115: what was due on a channel was sent, waits or was kept back, in each of them', () => {
  for (const { due, sent, pending, suppressed, wrong } of figures) {
    expect(wrong).toEqual([]);
    expect(due).toBe(sent + pending + suppressed);
  }
});

test('R76: no channel got two digests on one day', () => {
  expect(figures.map(({ digestsADay }) => digestsADay)).toEqual(figures.map(() => 1));
});

test('docs/noise.md says what was measured end to end', () => {
  const part = readFileSync(page, 'utf8').split(liveMark)[1];
  expect(`${liveMark}${part}`).toBe(writeLivePart(figures));
});
