import { parentPort, workerData } from 'node:worker_threads';
import { startFastReader } from '../fast/start-fast-reader.ts';
import type { FileTask } from './file-part.ts';
import { readParts } from './read-parts.ts';
import { writeWire } from './wire.ts';
import { type FromWorker, maxUnderway, type ToWorker, type WirePart, type WorkerSettings } from './worker-messages.ts';

// The entry of a reading thread: reads the files it is given, in order, and waits when too much of what it sent is not taken yet.

/** Files whose parts are sent together: one message for each would cost more than the reading of a small file. */
const filesPerMessage = 8;

const port = parentPort!;
const settings = workerData as WorkerSettings;
const fast = startFastReader(settings.limits.calls, settings.plainJavaScript);
const tasks: FileTask[] = [];
let underway = 0;
let running = false;
let wake: (() => void) | null = null;

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'tasks':
      tasks.push(...message.tasks);
      if (!running) void run();
      return;
    case 'taken':
      underway -= message.size;
      if (underway < maxUnderway) wake?.();
  }
});

async function run(): Promise<void> {
  running = true;
  let files = 0;
  let parts: WirePart[] = [];
  let size = 0;
  const send = (): void => {
    if (parts.length === 0) return;
    port.postMessage({ parts } satisfies FromWorker);
    underway += size;
    [files, parts, size] = [0, [], 0];
  };
  for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
    for await (const part of readParts(task, settings.limits, fast)) {
      const wire = writeWire(part.found);
      parts.push({ index: part.index, wire, ended: part.ended });
      size += wire.length;
      if (part.ended !== null) files++;
      if (files < filesPerMessage && size < 1024 * 1024 && tasks.length > 0) continue;
      send();
      // To the main thread that takes parts in order, those of the first file never wait, so this cannot last.
      while (underway >= maxUnderway) await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  send();
  running = false;
}
