import { spawn } from 'node:child_process';
import { installMoto } from '../../scripts/moto.ts';

/** A moto server of this process's own, on a port of the loopback. */
export interface Moto {
  readonly endpoint: string;
  /** The pinned `aws` command line. */
  readonly aws: string;
  stop(): Promise<void>;
}

const [startsWithin, looksEvery] = [180_000, 100];

/**
 * Starts moto; `null`, with a line that says why, where it cannot be had. With `CI` set it must be there. Whoever starts
 * it stops it; it dies with this process, too.
 */
export async function startMoto(): Promise<Moto | null> {
  const installed = installMoto((line) => process.stderr.write(`${line}\n`));
  if ('missing' in installed) {
    if (process.env.CI === 'true') throw new Error(`moto must run where CI=true: ${installed.missing}`);
    process.stderr.write(`tests against moto are left out: ${installed.missing}\n`);
    return null;
  }
  const env = { ...process.env, ...ownIdentity, MOTO_EC2_LOAD_DEFAULT_AMIS: 'false', PYTHONUNBUFFERED: '1' };
  const server = spawn(installed.server, ['-H', '127.0.0.1', '-p', '0'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let [said, endpoint] = ['', ''];
  server.stderr.setEncoding('utf8').on('data', (text) => {
    said = `${said}${text}`.slice(-2000);
    endpoint ||= /Running on (http:\/\/127\.0\.0\.1:\d+)\s/.exec(said)?.[1] ?? '';
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    kill();
    process.off('exit', kill);
    await ended;
  };
  const deadline = Date.now() + startsWithin;
  while (endpoint === '' || !(await answers(endpoint))) {
    if (server.exitCode === null && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, looksEvery));
      continue;
    }
    await stop();
    throw new Error(`expected moto to answer within ${startsWithin} ms, found: ${said.trim()}`);
  }
  return { endpoint, aws: installed.aws, stop };
}

/** Keys of nobody: moto takes any. */
export const ownIdentity = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_DEFAULT_REGION: 'eu-west-1',
} as const;

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/moto-api/data.json`)).ok;
  } catch {
    return false;
  }
}
