import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectTitles, type Title } from './collect-titles.ts';
import { compareTags, readTags } from './read-tags.ts';

interface Claims {
  readonly requirements: readonly number[];
  readonly museum: readonly string[];
  readonly scenarios: readonly number[];
}

const root = join(import.meta.dirname, '..');

/** `npm run trace`: prints which tests prove which number, and fails on a number claimed in test/claimed.json without one. */
const claimed = readClaimed();
const { titles, broken } = await collectTitles(root);
const proofs = groupByTag(titles);
for (const [tag, tests] of [...proofs].sort(([a], [b]) => compareTags(a, b))) {
  process.stdout.write(`${tag}\n${tests.map(({ file, title }) => `  ${file}  ${title}\n`).join('')}`);
}
const unproven = [...claimed].filter((tag) => !proofs.has(tag)).sort(compareTags);
for (const file of broken) process.stdout.write(`cannot be loaded: ${file}\n`);
if (unproven.length > 0) process.stdout.write(`claimed in test/claimed.json without a test: ${unproven.join(', ')}\n`);
process.stdout.write(`${claimed.size - unproven.length} of ${claimed.size} claimed numbers have a test\n`);
process.exit(unproven.length + broken.length === 0 ? 0 : 1);

function readClaimed(): ReadonlySet<string> {
  const issues = JSON.parse(readFileSync(join(root, 'test', 'claimed.json'), 'utf8')) as Record<string, Claims>;
  return new Set(
    Object.values(issues).flatMap(({ requirements, museum, scenarios }) => [
      ...requirements.map((number) => `R${number}`),
      ...museum,
      ...scenarios.map((number) => `scenario ${number}`),
    ]),
  );
}

function groupByTag(all: readonly Title[]): Map<string, Title[]> {
  const groups = new Map<string, Title[]>();
  for (const one of all) {
    for (const tag of readTags(one.title)) groups.set(tag, [...(groups.get(tag) ?? []), one]);
  }
  return groups;
}
