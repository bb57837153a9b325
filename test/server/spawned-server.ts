import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { until } from './stage.ts';

const main = join(import.meta.dirname, '..', '..', 'src', 'apps', 'cli', 'main.ts');

/** A line of its log. */
export type Logged = Readonly<Record<string, unknown>> & { readonly event: string; readonly message: string };

/** `portcullis` in a process of its own. */
export interface Spawned {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** Lines of its log with this event, as far as they came whole. */
  logged(event: string): readonly Logged[];
  /** Resolves with its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** Starts it in a folder. */
export function spawnPortcullis(
  home: string,
  args: readonly string[],
  { env = {}, input }: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Spawned {
  const kept = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    NO_COLOR: '1',
    COLUMNS: '120',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const child = spawn(process.execPath, ['--no-warnings', main, ...args], { cwd: home, env: { ...kept, ...env } });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  if (input !== undefined) child.stdin.end(input);
  const ended = new Promise<number | string>((resolve) =>
    child.on('close', (code, signal) => resolve(signal ?? code!)),
  );
  const logged = (event: string): readonly Logged[] =>
    err
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Logged)
      .filter((line) => line.event === event);
  return { child, out: () => out, err: () => err, logged, ended };
}

/** Waits until it has started, and answers where it answers HTTP. */
export async function whereItAnswers(spawned: Spawned): Promise<string> {
  await until('the server starts', () => spawned.logged('started').length > 0);
  return /http:\/\/\S+/.exec(spawned.logged('started')[0]!.message)![0];
}
