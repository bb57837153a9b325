import { startFastReader } from '../fast/start-fast-reader.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { FileReading } from './file-part.ts';
import { readParts } from './read-parts.ts';

/** Reads files one after the other in the calling thread. */
export function startReadingHere(limits: ReadLimits, plainJavaScript: boolean): FileReading {
  const fast = startFastReader(limits.calls, plainJavaScript);
  return async function* (tasks) {
    for (const task of tasks) yield* readParts(task, limits, fast);
  };
}
