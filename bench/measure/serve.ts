import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** A stand-in that a process of its own serves, so that its work is not counted as ours. */
export interface Served {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts one of `bench/children`, which prints its port and ends with its standard input. */
export async function serve(program: string, ...args: readonly (string | number)[]): Promise<Served> {
  const path = join(import.meta.dirname, '../children', program);
  const child = spawn(process.execPath, [path, ...args.map(String)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (bytes) => resolve(String(bytes).trim()));
    child.once('close', (code) => reject(new Error(`expected \`${program}\` to serve, it ended with ${code}`)));
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
