import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LiveNoise, measureLiveExample, measureLiveWeek } from './live-noise.ts';
import { liveMark, writeLivePart } from './live-table.ts';
import { page, seededWeeks } from './write-noise.ts';

/** The figures of each week, one a line: what the page is written from. */
export const figures = join(import.meta.dirname, 'live-figures.jsonl');

export function readFigures(): readonly LiveNoise[] {
  return readFileSync(figures, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LiveNoise);
}

// Usage: node test/weeks/write-live-noise.ts [first-last | page]: all weeks, these in place of what they were, or only the page.
if (process.argv[1] === import.meta.filename) {
  const asked = process.argv[2];
  const measured = new Map<string, LiveNoise>(
    asked === undefined ? [] : readFigures().map((each) => [each.week, each] as const),
  );
  const keep = (each: LiveNoise): void => {
    measured.set(each.week, each);
    process.stdout.write(`${JSON.stringify(each)}\n`);
  };
  if (asked !== 'page') {
    const [first, last] = (asked ?? `0-${seededWeeks}`).split('-').map(Number) as [number, number];
    if (first === 0) keep(await measureLiveExample());
    for (let seed = Math.max(1, first); seed <= last; seed++) keep(await measureLiveWeek(seed));
    writeFileSync(figures, [...measured.values()].map((each) => `${JSON.stringify(each)}\n`).join(''));
  }
  const [pure] = readFileSync(page, 'utf8').split(liveMark) as [string];
  writeFileSync(page, `${pure}${writeLivePart([...measured.values()])}`);
}
