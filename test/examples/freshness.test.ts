import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildExample } from '../../examples/generate/build-example.ts';
import { examples, readWeek } from './read-week.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-example-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the bundled example is what its generator writes', () => {
  execFileSync(process.execPath, [join(examples, 'generate/main.ts'), '--out', folder]);

  it('every log file of the committed week is fresh, and none is missing or left over', () => {
    const fresh = new Map(readWeek(folder).map(({ key, text }) => [key, text]));
    const stood = new Map(readWeek(examples).map(({ key, text }) => [key, text]));
    expect([...stood.keys()]).toEqual([...fresh.keys()]);
    expect([...stood].filter(([key, text]) => fresh.get(key) !== text).map(([key]) => key)).toEqual([]);
  });

  it.each(['labels.csv', 'snapshot.json'])('%s is fresh', (name) => {
    expect(readFileSync(join(examples, name), 'utf8')).toBe(readFileSync(join(folder, name), 'utf8'));
  });

  it('the same seed gives the same example, another seed another one', () => {
    const one = buildExample('one');
    expect(buildExample('one')).toEqual(one);
    expect(buildExample('two').labels).not.toBe(one.labels);
  });
});
