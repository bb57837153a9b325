import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type Goal, verdictOf } from '../../bench/goals.ts';
import { readBenchOptions } from '../../bench/options.ts';
import type { BenchReport } from '../../bench/run-bench.ts';

/** Each measures in processes of its own, a minute of work on a slow machine. */
vi.setConfig({ testTimeout: 600_000 });

const home = mkdtempSync(join(tmpdir(), 'portcullis-bench-test-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Not `spawnSync`: a process that does nothing else for a minute is taken for dead by vitest. */
function bench(...args: readonly string[]) {
  const main = join(import.meta.dirname, '../../bench/main.ts');
  return new Promise<{ readonly status: unknown; readonly stdout: string; readonly stderr: string }>((resolve) => {
    execFile(process.execPath, [main, '--home', home, ...args], { maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : (error.code ?? error.signal), stdout, stderr }),
    );
  });
}

describe('the bench', () => {
  it('measures a tiny archive with every reader of ours right, and says of each goal whether it is met', async () => {
    const { status, stdout, stderr } = await bench('--size', '1', '--rounds', '1', '--json');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as BenchReport;
    const outcomes = report.archive!.sizes[0]!.outcomes;
    const ours = outcomes.filter(({ id }) => /^(ours|extract|scan|first|rerun)/.test(id));
    expect(ours.map(({ absent }) => absent)).toEqual(ours.map(() => null));
    expect(new Set(ours.map(({ found }) => found.kind))).toEqual(new Set(['right', 'right count']));
    expect(report.goals.find(({ id }) => id === 'A7')).toMatchObject({ measured: 0, verdict: 'met' });
    expect(new Set(report.goals.map(({ id }) => id))).toEqual(
      new Set(['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'M1', 'R1', 'R2']),
    );
  });

  it('prints the machine, the reach table and the goals as text', async () => {
    const { status, stdout } = await bench('--only', 'reach', '--rounds', '1');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Node v\d+.*\d+ cores/);
    expect(stdout).toContain('gained: IPv6, 3 rules added to 60');
    expect(stdout).toMatch(/R2 .*IPv4 \/ JSON\.parse +<= 0\.25 /);
  });

  it('prints what a verdict costs by 30 and by 200 checks, and how many decisions are made in a second', async () => {
    const { status, stdout } = await bench('--only', 'verdicts', '--rounds', '1');
    expect(status).toBe(0);
    expect(stdout).toMatch(/and judging it by 200 checks +[\d.]+ +[\d.]+\n/);
    expect(stdout).toMatch(/Whole decisions a second on one core: [\d,]+ by 30 checks, [\d,]+ by 200/);
    expect(stdout).toMatch(/R1 .*30 checks \/ JSON\.parse +<= 2/);
  });

  it('prints what a ledger answers and keeps in memory beside plain SQLite and grep, when it is asked for', async () => {
    const { status, stdout } = await bench('--only', 'ledger', '--entries', '1000');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Ledger \(SQLite, 1,000 entries of 10 groups; 20 records, 30 checks; load /m);
    expect(stdout).toMatch(/^the same, grep over the export of \d+ MB +[\d.]+ +[\d.]+$/m);
    expect(stdout).toMatch(/^records through the live loop +[\d,]+ +[\d.]+ +[\d.]+$/m);
    expect(stdout).toMatch(/S1 .*<= 2 .*meant at a million entries/);
  });

  it('prints what the live loop costs beside receiving alone, and how soon a revert is sent, when it is asked for', async () => {
    const { status, stdout } = await bench('--only', 'loop', '--quick');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^received and deleted, nothing else +[\d,]+ +1\.00 +[\d.]+$/m);
    expect(stdout).toMatch(/^decided and stored, SQLite +[\d,]+ +[\d.]+ +[\d.]+$/m);
    expect(stdout).toMatch(/^SQLite, 10 reverts at 5 a second( +[\d.,]+){5}$/m);
    expect(stdout).toMatch(/^megabytes, 200 records, one in 2 of the perimeter, SQLite +at a tenth +at the end$/m);
  });

  it('prints what a bucket costs beside the same files on disk, when it is asked for', async () => {
    const { status, stdout } = await bench('--only', 's3', '--quick', '--rounds', '1');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^files on disk +[\d.]+ +[\d.]+ +1\.00$/m);
    expect(stdout).toMatch(/^bucket that answers after 50 ms +[\d.]+ +[\d.]+ +[\d.]+$/m);
  });

  it('says which option it does not understand', async () => {
    const { status, stderr } = await bench('--size', 'big');
    expect(status).toBe(1);
    expect(stderr).toBe('bench: expected whole numbers from 1 at `--size`, got `big`\n');
  });

  it('measures several sizes in one run', () => {
    expect(readBenchOptions(['--size', '60,300,3000']).sizes).toEqual([60, 300, 3000]);
  });
});

describe('a goal', () => {
  const goal = (measured: number | null): Goal => ({
    id: 'A1',
    text: '',
    bar: { kind: 'at most', value: 1.15 },
    measured,
  });

  it('is met on the bar, missed beyond it, and not measured without a figure', () => {
    expect([1.15, 1.16, null].map((measured) => verdictOf(goal(measured)))).toEqual(['met', 'missed', 'not measured']);
  });
});
