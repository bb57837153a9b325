import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readCounts, readFailures } from './read-counts.ts';

const root = join(import.meta.dirname, '..');
const report = join(root, '.cache', `test-report-${process.pid}.json`);

/** `npm test`: runs vitest with the arguments given and ends with the line `N passed, N failed`. */
mkdirSync(join(root, '.cache'), { recursive: true });
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const run = spawnSync(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
const counts = readCounts(report, run.status);
const failures = readFailures(report);
const unnamed = counts.failed > 0 && failures.length === 0 ? ['FAILED outside of all tests: see the errors above'] : [];
for (const failure of [...failures, ...unnamed]) process.stdout.write(`\n${failure}\n`);
rmSync(report, { force: true });
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed\n`);
process.exitCode = counts.failed === 0 ? 0 : 1;
