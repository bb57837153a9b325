import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCounts, readFailures } from './read-counts.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-counts-'));
const file = join(folder, 'report.json');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function count(status: number, passed: number, failed: number, files: readonly object[] = [], success = status === 0) {
  writeFileSync(file, JSON.stringify({ numPassedTests: passed, numFailedTests: failed, success, testResults: files }));
  return readCounts(file, status);
}

const broken = { status: 'failed', assertionResults: [] };
const red = { status: 'failed', assertionResults: [{ status: 'failed' }] };

describe('the line at the end of npm test', () => {
  it('counts tests', () => {
    expect(count(0, 7, 0)).toEqual({ passed: 7, failed: 0 });
    expect(count(1, 7, 1, [red])).toEqual({ passed: 7, failed: 1 });
  });

  it('a file that could not be loaded is a failure of its own', () => {
    expect(count(1, 7, 1, [red, broken])).toEqual({ passed: 7, failed: 2 });
  });

  it('a run that ended badly is never all green', () => {
    expect(count(1, 7, 0)).toEqual({ passed: 7, failed: 1 });
    expect(count(0, 7, 0, [], false)).toEqual({ passed: 7, failed: 1 });
    expect(count(0, 0, 0)).toEqual({ passed: 0, failed: 1 });
    expect(readCounts(join(folder, 'none.json'), 0)).toEqual({ passed: 0, failed: 1 });
  });
});

describe('what failed', () => {
  it('is named once more at the end, with the beginning of what was said', () => {
    const long = Array.from({ length: 50 }, (_, at) => `line ${at}`).join('\n');
    const test = { status: 'failed', fullName: 'a law holds', failureMessages: [long] };
    const kept = { status: 'passed', fullName: 'another', failureMessages: [] };
    count(1, 1, 1, [
      { name: join(process.cwd(), 'src/a.test.ts'), status: 'failed', message: '', assertionResults: [kept, test] },
      { name: join(process.cwd(), 'b.test.ts'), status: 'failed', message: 'no such module', assertionResults: [] },
      { name: join(process.cwd(), 'c.test.ts'), status: 'passed', message: '', assertionResults: [kept] },
    ]);
    const [law, unread, ...more] = readFailures(file);
    expect(law!.split('\n')).toEqual([
      'FAILED src/a.test.ts  a law holds',
      ...Array.from({ length: 20 }, (_, at) => `FAILED line ${at}`),
    ]);
    expect(unread).toBe('FAILED b.test.ts\nFAILED no such module');
    expect(more).toEqual([]);
  });

  it('is nothing where there is no report', () => {
    expect(readFailures(join(folder, 'none.json'))).toEqual([]);
  });
});
