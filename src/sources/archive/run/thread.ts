import { Worker } from 'node:worker_threads';
import type { FromWorker, ToWorker, WirePart, WorkerSettings } from './worker-messages.ts';

/** A reading thread as its owner sees it: the parts it sent that were not taken yet, and why it ended if it did. */
export interface Thread {
  readonly post: (message: ToWorker) => void;
  readonly parts: WirePart[];
  readonly failure: () => Error | null;
  readonly stop: () => Promise<unknown>;
  /** Batches of files that it was given and that are not done. */
  batches: number;
}

/** Starts a reading thread; `notify` is called when parts came or the thread ended. */
export function startThread(settings: WorkerSettings, notify: () => void): Thread {
  // The build rewrites this address to the bundle that it makes of the worker.
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: settings });
  const parts: WirePart[] = [];
  let failure: Error | null = null;
  const fail = (error: Error): void => {
    failure ??= error;
    notify();
  };
  worker.on('message', (message: FromWorker) => {
    parts.push(...message.parts);
    notify();
  });
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`a reading thread ended with code ${code}`)));
  return {
    post: (message) => worker.postMessage(message),
    parts,
    failure: () => failure,
    stop: () => worker.terminate(),
    batches: 0,
  };
}
