import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = join(root, '.cache', 'moto');
const pins = join(root, 'test', 'moto', 'requirements.txt');
const stamp = join(folder, 'installed.txt');
const lock = join(root, '.cache', 'moto.lock');

/** The programs of the folder that moto is installed into. */
export interface MotoPrograms {
  readonly server: string;
  readonly aws: string;
}

/** How long another process that installs is waited for, in milliseconds, and how often it is looked at. */
const [longest, pause] = [600_000, 250];

/**
 * Installs what `test/moto/requirements.txt` pins into a folder of the project, once, and says where it is; or why it
 * cannot. Needs Python 3.9 or newer with `venv`, and an index for pip. Of several processes one installs, the others wait.
 */
export function installMoto(say: (line: string) => void = () => {}): MotoPrograms | { readonly missing: string } {
  const bin = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  const programs = { server: join(bin, 'moto_server'), aws: join(bin, 'aws') };
  const wanted = readFileSync(pins, 'utf8');
  const isThere = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isThere()) return programs;
  mkdirSync(join(root, '.cache'), { recursive: true });
  const end = Date.now() + longest;
  while (!takeLock()) {
    if (Date.now() > end) return { missing: `expected the process that holds \`${lock}\` to be done installing moto` };
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    if (isThere()) return programs;
  }
  try {
    const missing = isThere() ? null : install(bin, wanted, say);
    return missing === null ? programs : { missing };
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Installs; why it cannot, or `null`. */
function install(bin: string, wanted: string, say: (line: string) => void): string | null {
  const probe = ['-c', 'import venv, sys; assert sys.version_info >= (3, 9)'];
  const python = ['python3', 'python'].find((name) => run(name, probe) === '');
  if (python === undefined) return 'expected Python 3.9 or newer with `venv`, found none';
  say('installing moto, once');
  rmSync(folder, { recursive: true, force: true });
  const failed =
    run(python, ['-m', 'venv', folder]) ||
    run(join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', pins]);
  if (failed !== '') return `expected pip to install moto, found: ${failed}`;
  writeFileSync(stamp, wanted);
  return null;
}

/** Takes the lock; one that a dead process left is taken away, and had at the next try. */
function takeLock(): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
    if (holder > 0 && !isAlive(holder)) rmSync(lock, { force: true });
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Runs a program; its last words when it fails, else nothing. */
function run(program: string, args: readonly string[]): string {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? '' : (error?.message ?? (stderr.trim().split('\n').at(-1) || `status ${status}`));
}

if (import.meta.main) {
  const installed = installMoto((line) => process.stdout.write(`${line}\n`));
  process.stdout.write('missing' in installed ? `${installed.missing}\n` : `moto is at ${installed.server}\n`);
  process.exitCode = 'missing' in installed ? 1 : 0;
}
