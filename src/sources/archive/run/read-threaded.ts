import type { ReadLimits } from '../read-limits.ts';
import type { FilePart, FileReading, FileTask } from './file-part.ts';
import { startReadingHere } from './read-here.ts';
import { startThread, type Thread } from './thread.ts';
import { readWire } from './wire.ts';
import type { WirePart } from './worker-messages.ts';

const filesPerBatch = 8;

/** Batches that a thread has at a time, so that it never waits for the next one. */
const batchesAhead = 3;

/** Characters taken from a thread before it is told. */
const tellTaken = 512 * 1024;

interface Turn {
  readonly thread: Thread;
  readonly batch: readonly FileTask[];
}

/**
 * Reads files in threads, batch by batch, and hands the parts on in the order of the files whatever thread was first. A thread
 * that is far ahead waits until its parts are taken, so memory stays bounded. What a failed thread left is read here.
 */
export function startReadingThreaded(threads: number, limits: ReadLimits, plainJavaScript: boolean): FileReading {
  return async function* (tasks) {
    const source = tasks[Symbol.iterator]();
    const signal: Signal = { wake: null };
    const pool = Array.from({ length: threads }, () => startThread({ limits, plainJavaScript }, () => signal.wake?.()));
    const turns: Turn[] = [];
    const hand = (thread: Thread, most: number): void => {
      for (let batch = takeBatch(source, thread, most); batch !== null; batch = takeBatch(source, thread, most)) {
        turns.push({ thread, batch });
        thread.batches++;
        if (thread.failure() === null) thread.post({ kind: 'tasks', tasks: batch });
      }
    };
    try {
      for (let most = 1; most <= batchesAhead; most++) for (const thread of pool) hand(thread, most);
      for (let turn = turns.shift(); turn !== undefined; turn = turns.shift()) {
        const ended = yield* takeTurn(turn, signal);
        if (ended !== null) yield* readRest(turn, ended, startReadingHere(limits, plainJavaScript));
        turn.thread.batches--;
        hand(turn.thread, batchesAhead);
      }
    } finally {
      await Promise.all(pool.map((thread) => thread.stop()));
    }
  };
}

interface Signal {
  wake: (() => void) | null;
}

/** How far a thread came in a batch before it failed. */
interface Broken {
  readonly files: number;
  readonly midway: boolean;
}

async function* takeTurn({ thread, batch }: Turn, signal: Signal): AsyncGenerator<FilePart, Broken | null> {
  let files = 0;
  let midway = false;
  let taken = 0;
  while (files < batch.length) {
    const part = thread.parts.shift();
    if (part === undefined) {
      if (thread.failure() !== null) return { files, midway };
      await new Promise<void>((resolve) => (signal.wake = resolve));
      continue;
    }
    taken += part.wire.length;
    midway = part.ended === null;
    if (!midway) files++;
    if (taken > tellTaken || files === batch.length) {
      thread.post({ kind: 'taken', size: taken });
      taken = 0;
    }
    yield toFilePart(part);
  }
  return null;
}

/** The file that the thread was in is not begun again, for some of it was told. */
async function* readRest(
  { thread, batch }: Turn,
  { files, midway }: Broken,
  read: FileReading,
): AsyncGenerator<FilePart> {
  if (midway) {
    const reason = `the rest of this file was not read: ${thread.failure()?.message}`;
    yield {
      index: batch[files]!.index,
      found: [{ kind: 'unreadable', number: null, reason, eventId: null }],
      wire: null,
      ended: { bytes: 0 },
    };
  }
  yield* read(batch.slice(midway ? files + 1 : files));
}

function takeBatch(source: Iterator<FileTask>, thread: Thread, most: number): FileTask[] | null {
  if (thread.batches >= most) return null;
  const batch: FileTask[] = [];
  while (batch.length < filesPerBatch) {
    const next = source.next();
    if (next.done === true) break;
    batch.push(next.value);
  }
  return batch.length === 0 ? null : batch;
}

function toFilePart(part: WirePart): FilePart {
  return { index: part.index, found: readWire(part.wire), wire: part.wire, ended: part.ended };
}
