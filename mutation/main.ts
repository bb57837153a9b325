import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

// `npm run mutate [-- plan|perform [<files>]]`: changes planning and performing on purpose, one place at a time, and counts
// which changes the tests beside them notice. Its tools are installed here when they are first needed; nothing else needs
// them. What was found is kept, so that the next time only what has changed since is tried.
const here = import.meta.dirname;
const root = join(here, '..');
const stryker = join(here, 'node_modules/@stryker-mutator/core/bin/stryker.js');

/** What is changed; `mutation/vitest.config.ts` says by which tests. */
const parts = {
  plan: ['src/core/plan/**/*.ts', '!src/**/*.test.ts', '!src/core/plan/*schema*.ts'],
  perform: ['src/flow/live/perform/**/*.ts', '!src/**/*.test.ts'],
} as const;

const [only, ...files] = process.argv.slice(2);
if (only !== undefined && !Object.hasOwn(parts, only)) {
  process.stderr.write(`mutate: expected ${Object.keys(parts).join(' or ')}, found \`${only}\`\n`);
  process.exit(1);
}
if (!existsSync(stryker)) process.exitCode = run('npm', ['ci'], here);
for (const [part, all] of Object.entries(parts)) {
  if (only !== undefined && only !== part) continue;
  const mutate = ['--mutate', (files.length > 0 ? files : all).join(',')];
  const kept = ['--incrementalFile', join('.cache', `mutation-${part}.json`)];
  const status = run(
    process.execPath,
    [stryker, 'run', join(here, 'stryker.config.json'), ...mutate, ...kept],
    root,
    part,
  );
  process.exitCode ||= status;
}

function run(command: string, args: readonly string[], cwd: string, part = ''): number {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, MUTATED: part } });
  if (error !== undefined) throw error;
  return status ?? 1;
}
