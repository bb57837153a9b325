// Gets a fresh clone running with nothing but Node 18 or newer and npm: installs what is missing, then runs the verb
// under the pinned Node of the toolchain workspace. Plain JavaScript, because it runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { basename, delimiter, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.portcullis-stamp');
const lockFile = join(root, '.cache', 'bootstrap.lock');
const cli = join(root, 'src', 'apps', 'cli', 'main.ts');
const binaries = join(modules, '.bin');

const oldestToInstall = [18, 0];
const oldestToRun = [22, 13];
const oldestToStripTypesUnasked = [22, 18];

const noNetwork = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED)\b/;

const verbs = {
  start: (args) => [cli, 'demo', ...args],
  cli: (args) => [cli, ...args],
  test: (args) => [join(root, 'scripts', 'test.ts'), ...args],
  run: (args) => args,
};

class Refusal extends Error {}

function isAtLeast(version, [major, minor]) {
  const [a, b] = version.replace(/^v/, '').split('.').map(Number);
  return a > major || (a === major && b >= minor);
}

/** What an up-to-date install is known by: the lock file, and the platform its binaries are for. */
function digest() {
  const hash = createHash('sha256').update(fs.readFileSync(join(root, 'package-lock.json')));
  return hash.update(`${process.platform} ${process.arch}`).digest('hex');
}

function isInstalled(wanted) {
  try {
    return fs.readFileSync(stampFile, 'utf8') === wanted;
  } catch {
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The pid in a lock file; `null` when it is gone or holds none (its writer died before writing, or is writing now). */
function readHolder(file) {
  try {
    return Number(fs.readFileSync(file, 'utf8')) || null;
  } catch {
    return null;
  }
}

function isStale(file) {
  const holder = readHolder(file);
  if (holder !== null) return !isAlive(holder);
  const age = Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return age > 5_000;
}

/** Takes a dead process's lock away. A lock that came alive between the look and the rename is put back. */
function reclaim(file) {
  const aside = `${file}.${process.pid}`;
  try {
    fs.renameSync(file, aside);
    if (!isStale(aside)) fs.linkSync(aside, file);
    fs.rmSync(aside, { force: true });
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
}

/** Runs `work` while no other process installs here; waits for one that does. */
async function holdingLock(work) {
  fs.mkdirSync(dirname(lockFile), { recursive: true });
  for (let told = false; ; ) {
    try {
      fs.writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isStale(lockFile)) {
      reclaim(lockFile);
      continue;
    }
    if (!told)
      process.stderr.write(
        `portcullis: waiting for process ${readHolder(lockFile) ?? '?'}, which installs the tools\n`,
      );
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  try {
    return await work();
  } finally {
    fs.rmSync(lockFile, { force: true });
  }
}

/** The environment for npm: without our own `.bin`, so that npm never runs on the Node that it is about to replace. */
function outsideEnvironment() {
  const env = { ...process.env };
  for (const key of Object.keys(env)) {
    if (key.toUpperCase() === 'PATH')
      env[key] = env[key]
        .split(delimiter)
        .filter((part) => part !== binaries)
        .join(delimiter);
    if (
      /^npm_(config_(workspaces?|include_workspace_root|omit|production|prefix|local_prefix)|lifecycle|package)/.test(
        key,
      )
    )
      delete env[key];
  }
  return env;
}

/** How to call npm: the very one that started us when there is one, else the one on the path. */
function npmCommand() {
  const script = process.env.npm_execpath;
  const node = [process.env.npm_node_execpath, process.execPath].find(
    (path) => path && !path.startsWith(modules + sep),
  );
  if (script && node && /^np[mx]-cli\.[cm]?js$/.test(basename(script)) && fs.existsSync(script)) return [node, script];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

/** Installs the root and toolchain workspaces. What npm prints goes to stderr, so that stdout stays the verb's own. */
function npmInstall() {
  const [command, ...before] = npmCommand();
  const args = ['ci', '--workspace', 'toolchain', '--include-workspace-root', '--include=dev', '--include=optional'];
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = {
    cwd: root,
    env: outsideEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: command.endsWith('.cmd'),
  };
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...before, ...args, ...quiet], options);
    let said = '';
    const listen = (chunk) => {
      said = (said + chunk).slice(-20_000);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', () =>
      reject(new Refusal('`npm` was not found: it comes with Node, install it and run the same command again')),
    );
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Refusal(explain(code, said)))));
  });
}

function explain(code, said) {
  const words = said.trim();
  if (noNetwork.test(said))
    return `${words}\nthe package registry cannot be reached: check network and proxy, then run the same command again`;
  if (/\bEUSAGE\b/.test(said))
    return `${words}\npackage-lock.json and package.json do not agree: run \`npm install\` once and commit the lock file`;
  return `${words}\n\`npm ci\` ended with code ${code}: what it said stands above; run the same command again, what was left half done is repaired`;
}

/** A checkout makes the lock file newer even where it is the same: then the stamp is made newer again, for ./portcullis. */
function freshenStamp() {
  if (fs.statSync(stampFile).mtimeMs > fs.statSync(join(root, 'package-lock.json')).mtimeMs) return;
  try {
    fs.utimesSync(stampFile, new Date(), new Date());
  } catch {
    // A tree that may only be read runs as well, a little later.
  }
}

async function install() {
  const wanted = digest();
  if (isInstalled(wanted)) return freshenStamp();
  await holdingLock(async () => {
    if (isInstalled(wanted)) return;
    process.stderr.write('portcullis: installing the tools (once; into node_modules)\n');
    fs.rmSync(stampFile, { force: true });
    await npmInstall();
    fs.writeFileSync(stampFile, wanted);
  });
}

/** The Node to run on and the flags it needs: the pinned one where its platform has one, else this one if it is new enough. */
function chooseNode() {
  const pinned = join(binaries, 'node');
  if (process.platform === 'linux' && process.arch === 'x64' && fs.existsSync(pinned) && !isMusl()) return [pinned];
  if (!isAtLeast(process.version, oldestToRun)) {
    const platform = `${process.platform} ${process.arch}`;
    throw new Refusal(
      `Node ${oldestToRun.join('.')} or newer is needed on ${platform}, this is ${process.version}: install a newer Node and run the same command again`,
    );
  }
  if (isAtLeast(process.version, oldestToStripTypesUnasked)) return [process.execPath];
  return [process.execPath, '--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
}

/** The pinned Node is built for glibc; Alpine and its kin run their own. */
function isMusl() {
  return fs.existsSync('/etc/alpine-release');
}

/** Runs the program in our place: same streams, its exit code, our signals passed on. */
function become([command, ...args]) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const env = { ...process.env, [key]: `${binaries}${delimiter}${process.env[key] ?? ''}` };
  const child = spawn(command, args, { stdio: 'inherit', env });
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGUSR2']) process.on(signal, () => child.kill(signal));
  // Ctrl-C at a terminal reaches the child by itself; a second one would look like an impatient user.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  child.on('error', (error) =>
    refuse(
      new Refusal(`\`${command}\` cannot be run: ${error.message}; delete node_modules and run the same command again`),
    ),
  );
  child.on('close', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function refuse(error) {
  process.stderr.write(`portcullis: ${error instanceof Refusal ? error.message : error.stack}\n`);
  process.exitCode = 1;
}

async function main([verb, ...rest]) {
  if (!isAtLeast(process.version, oldestToInstall)) {
    throw new Refusal(
      `Node ${oldestToInstall[0]} or newer is needed to install, this is ${process.version}: install a newer Node and run the same command again`,
    );
  }
  const program = Object.hasOwn(verbs, verb ?? '') ? verbs[verb](rest) : null;
  if (program === null || program.length === 0) {
    throw new Refusal(`expected one of ${Object.keys(verbs).join(', ')}, got \`${verb ?? ''}\`: \`run\` needs a file`);
  }
  await install();
  become([...chooseNode(), ...program]);
}

main(process.argv.slice(2)).catch(refuse);
