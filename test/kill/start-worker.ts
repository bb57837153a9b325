import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** An entry that the store has acknowledged to a worker. */
export interface Acknowledged {
  readonly shard: number;
  readonly n: number;
  readonly hash: string;
  readonly key: string;
}

/** A worker in a process of its own. */
export interface RunningWorker {
  /** Resolves when something was acknowledged, or the worker has ended. */
  readonly begun: Promise<void>;
  /** Resolves with all that was acknowledged, and how the worker ended. */
  readonly ended: Promise<{ readonly acknowledged: readonly Acknowledged[]; readonly status: string }>;
  kill(): void;
}

/** Starts a worker on a store. */
export function startWorker(place: string, name: string, first: number, count: number): RunningWorker {
  const script = join(import.meta.dirname, 'append-worker.ts');
  const child = spawn(process.execPath, ['--no-warnings', script, place, name, String(first), String(count)]);
  let [out, err] = ['', ''];
  const begun = new Promise<void>((resolve) => {
    child.stdout.on('data', (bytes) => {
      out += String(bytes);
      resolve();
    });
    child.on('close', () => resolve());
  });
  child.stderr.on('data', (bytes) => {
    err += String(bytes);
  });
  const ended = new Promise<Awaited<RunningWorker['ended']>>((resolve) => {
    child.on('close', (code, signal) =>
      resolve({ acknowledged: readAcknowledged(out), status: signal ?? (code === 0 ? 'done' : `${code}: ${err}`) }),
    );
  });
  return { begun, ended, kill: () => void child.kill('SIGKILL') };
}

/** Whole lines only: a process may be killed while it writes one. */
function readAcknowledged(out: string): readonly Acknowledged[] {
  const lines = out.slice(0, out.lastIndexOf('\n') + 1).split('\n');
  return lines.flatMap((line) => {
    const [shard, n, hash, key] = line.split(' ');
    return key === undefined ? [] : [{ shard: Number(shard), n: Number(n), hash: hash!, key }];
  });
}
