import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const lock = '.cache/bootstrap.lock';
const stamp = 'node_modules/.portcullis-stamp';
let clone: string;

/** A clone without anything installed, and an npm that notes its calls and does what `script` says instead of installing. */
function writeNpm(script: string): void {
  const body = `#!/bin/sh\necho "$@" >> "${clone}/npm-calls"\n${script}\n`;
  writeFileSync(join(clone, 'bin', 'npm'), body);
  chmodSync(join(clone, 'bin', 'npm'), 0o755);
}

function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([key]) => !/^npm_/i.test(key));
  const path = [join(clone, 'bin'), dirname(process.execPath), process.env.PATH].join(':');
  return { ...Object.fromEntries(kept), PATH: path };
}

function bootstrap(...args: readonly string[]) {
  return spawnSync(process.execPath, ['bootstrap.mjs', ...args], { cwd: clone, env: environment(), encoding: 'utf8' });
}

function readCalls(): readonly string[] {
  return existsSync(join(clone, 'npm-calls')) ? readFileSync(join(clone, 'npm-calls'), 'utf8').trim().split('\n') : [];
}

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'portcullis-clone-'));
  for (const file of ['bootstrap.mjs', 'portcullis', 'package.json']) cpSync(join(root, file), join(clone, file));
  for (const folder of ['bin', 'src/apps/cli']) mkdirSync(join(clone, folder), { recursive: true });
  writeFileSync(join(clone, 'package-lock.json'), '{}');
  const main =
    'process.stdin.pipe(process.stdout); console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 3;';
  writeFileSync(join(clone, 'src/apps/cli/main.ts'), main);
  writeNpm('mkdir -p node_modules');
});

afterEach(() => rmSync(clone, { recursive: true, force: true }));

describe('a fresh clone', () => {
  it('installs the root and the toolchain once, then runs what was asked', () => {
    const first = bootstrap('start', '--live');
    expect(first.stdout).toBe('["demo","--live"]\n');
    expect(first.status).toBe(3);
    bootstrap('start');
    expect(readCalls()).toHaveLength(1);
    expect(readCalls()[0]).toMatch(/^ci --workspace toolchain --include-workspace-root /);
    expect(existsSync(join(clone, lock))).toBe(false);
  });

  it('installs again when the lock file changed', () => {
    bootstrap('start');
    writeFileSync(join(clone, 'package-lock.json'), '{"changed": true}');
    bootstrap('start');
    expect(readCalls()).toHaveLength(2);
  });

  it('repairs an install that was interrupted: the stamp is written last', () => {
    writeNpm('mkdir -p node_modules; exit 1');
    expect(bootstrap('start').status).toBe(1);
    expect(existsSync(join(clone, stamp))).toBe(false);
    writeNpm('mkdir -p node_modules');
    expect(bootstrap('start').status).toBe(3);
  });

  it('says that there is no network, and runs nothing', () => {
    writeNpm('echo "npm error code EAI_AGAIN" >&2; exit 1');
    const run = bootstrap('start');
    expect(run.status).toBe(1);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(/the package registry cannot be reached: check network and proxy/);
  });

  it('says that npm is missing', () => {
    rmSync(join(clone, 'bin', 'npm'));
    const env = { ...environment(), PATH: join(clone, 'bin') };
    const run = spawnSync(process.execPath, ['bootstrap.mjs', 'start'], { cwd: clone, env, encoding: 'utf8' });
    expect(run.stderr).toMatch(/`npm` was not found/);
    expect(run.status).toBe(1);
  });

  it('says which verbs there are', () => {
    const run = bootstrap('strat');
    expect(run.stderr).toMatch(/expected one of start, cli, test, run, got `strat`/);
    expect(run.status).toBe(1);
    expect(readCalls()).toEqual([]);
  });
});

describe('two at once', () => {
  it('the second waits for the first, and one install serves both', async () => {
    writeNpm('sleep 1; mkdir -p node_modules');
    const runs = [1, 2].map(() =>
      spawn(process.execPath, ['bootstrap.mjs', 'start'], { cwd: clone, env: environment() }),
    );
    for (const run of runs) run.stdin.end();
    const ends = await Promise.all(runs.map((run) => once(run, 'close')));
    expect(ends.map(([code]) => code)).toEqual([3, 3]);
    expect(readCalls()).toHaveLength(1);
  });

  it('the lock of a process that died is taken over', () => {
    const dead = spawnSync(process.execPath, ['-e', '0']).pid;
    mkdirSync(join(clone, '.cache'));
    writeFileSync(join(clone, lock), String(dead));
    expect(bootstrap('start').status).toBe(3);
    expect(existsSync(join(clone, lock))).toBe(false);
  });
});

describe('./portcullis', () => {
  it('passes arguments, standard input, output and exit code through, and is silent itself', () => {
    bootstrap('start');
    const env = environment();
    const run = spawnSync('./portcullis', ['scan', '-', '--json'], {
      cwd: clone,
      env,
      encoding: 'utf8',
      input: '{"a":1}',
    });
    expect(run.stdout).toBe('["scan","-","--json"]\n{"a":1}');
    expect(run.stderr).toBe('');
    expect(run.status).toBe(3);
  });

  it('needs no other Node once the pinned one is there, until the lock file is newer', () => {
    bootstrap('start');
    mkdirSync(join(clone, 'node_modules/.bin'), { recursive: true });
    symlinkSync(process.execPath, join(clone, 'node_modules/.bin/node'));
    writeFileSync(join(clone, 'bin/node'), '#!/bin/sh\necho other; exit 9\n', { mode: 0o755 });
    const run = () => spawnSync('./portcullis', ['scan'], { cwd: clone, env: environment(), encoding: 'utf8' }).status;
    expect(run()).toBe(3);
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(clone, 'package-lock.json'), later, later);
    expect(run()).toBe(9);
  });

  it('passes a signal on and ends by it', async () => {
    bootstrap('start');
    writeFileSync(join(clone, 'src/apps/cli/main.ts'), "setInterval(() => {}, 1000); console.log('up');");
    const run = spawn('./portcullis', ['watch'], { cwd: clone, env: environment() });
    await once(run.stdout, 'data');
    run.kill('SIGTERM');
    const [code, signal] = await once(run, 'close');
    expect([code, signal]).toEqual([null, 'SIGTERM']);
  });
});
