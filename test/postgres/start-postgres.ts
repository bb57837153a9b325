import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { PostgresProgram } from './find-postgres.ts';

/** A server of our own, on a socket in a temporary folder. */
export interface PostgresServer {
  /** Makes a database and answers its URL. Role `keyed` needs its password (scram), everybody else may come in. */
  newDatabase(name: string): Promise<string>;
  /** Runs SQL as the owner of everything. */
  run(url: string, sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Ends it as a crash does, and starts it again on what is on the disk. */
  crash(): Promise<void>;
  /** Ends it as its operator would; connections are cut. */
  shutDown(): Promise<void>;
  startAgain(): Promise<void>;
  /** Ends it and removes all of it. */
  stop(): Promise<void>;
}

/** Starts a server, about a second; `safe`: what it acknowledges is on the disk, as always outside of tests. */
export async function startPostgres(program: PostgresProgram, { safe }: { safe: boolean }): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-pg-'));
  const [files, as] = [join(folder, 'd'), findUser()];
  chmodSync(folder, 0o755);
  if (as !== null) chownSync(folder, as.uid, as.gid);
  const env = {
    PATH: process.env.PATH,
    LC_ALL: 'C',
    ...(program.lib === null ? {} : { LD_LIBRARY_PATH: program.lib }),
  };
  const init = ['-D', files, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  try {
    execFileSync(join(program.bin, 'initdb'), init, { ...as, env, stdio: 'pipe' });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  writeFileSync(join(files, 'pg_hba.conf'), 'local all keyed scram-sha-256\nlocal all all trust\n');
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    'shared_buffers=32MB',
    'max_connections=200',
  ];
  if (!safe) settings.push('fsync=off', 'full_page_writes=off');
  const args = ['-D', files, ...settings.flatMap((each) => ['-c', each])];
  const start = async () => await startServer(join(program.bin, 'postgres'), args, { ...as, env });
  const urlOf = (database: string): string => `postgres://postgres@localhost/${database}?host=${folder}`;
  let running = await start();
  return {
    newDatabase: async (name) => {
      await run(urlOf('postgres'), `create database "${name}"`);
      return urlOf(name);
    },
    run,
    crash: async () => {
      await running.end('SIGQUIT');
      running = await start();
    },
    shutDown: async () => await running.end('SIGINT'),
    startAgain: async () => {
      running = await start();
    },
    stop: async () => {
      await running.end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function run(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const { pathname, searchParams } = new URL(url);
  const client = new Client({ host: searchParams.get('host')!, user: 'postgres', database: pathname.slice(1) });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

interface Running {
  /** SIGINT: cuts connections and writes all it has; SIGQUIT: drops everything, as a crash does. */
  end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void>;
}

/** The shell between us and the server ends it when we are gone, however that came about. */
async function startServer(program: string, args: readonly string[], options: object): Promise<Running> {
  const script = '"$0" "$@" <&- & read -r how || how=INT; kill -"$how" $!; wait $!';
  const child: ChildProcess = spawn('sh', ['-c', script, program, ...args], {
    ...options,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stderr!.on('data', (bytes) => {
      said = (said + String(bytes)).slice(-10_000);
      if (said.includes('ready to accept connections')) resolve();
    });
    const giveUp = (): void => reject(new Error(`expected a server, it said: ${said}`));
    child.on('close', giveUp);
    setTimeout(giveUp, 120_000).unref();
  });
  return {
    end: async (signal) => {
      child.stdin!.end(`${signal.slice(3)}\n`);
      await ended;
    },
  };
}

/** PostgreSQL refuses to run as root: it then runs as the user that its package made, or as nobody. */
function findUser(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = lines.find((each) => each.startsWith('postgres:')) ?? lines.find((each) => each.startsWith('nobody:'));
  const [, , uid, gid] = (line ?? 'nobody:x:65534:65534').split(':');
  return { uid: Number(uid), gid: Number(gid) };
}
