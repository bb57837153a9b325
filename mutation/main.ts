import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

// `npm run mutate [-- <files>]`: changes planning and performing on purpose, one place at a time, and counts which changes
// the tests notice. Its tools are installed here when they are first needed; nothing else needs them.
const here = import.meta.dirname;
const root = join(here, '..');
const stryker = join(here, 'node_modules/@stryker-mutator/core/bin/stryker.js');

if (!existsSync(stryker)) run('npm', ['ci'], here);
const files = process.argv.slice(2);
const mutate = files.length === 0 ? [] : ['--mutate', files.join(',')];
run(process.execPath, [stryker, 'run', join(here, 'stryker.config.json'), ...mutate], root);

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
