import { statSync } from 'node:fs';
import type { FastReader } from '../fast/fast-reader.ts';
import type { Found } from '../found.ts';
import { readFile } from '../read-file.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { FilePart, FileTask } from './file-part.ts';

/** Records gathered into one part; enough that handing it on costs little, few enough that it stays small. */
const partSize = 64;

/** Reads one file into parts. */
export async function* readParts(
  task: FileTask,
  limits: ReadLimits,
  fast: FastReader | null,
): AsyncGenerator<FilePart> {
  let gathered: Found[] = [];
  for await (const found of readFile(task.file, limits, fast)) {
    gathered = gathered.length === 0 ? [...found] : gathered.concat(found);
    if (gathered.length < partSize) continue;
    yield { index: task.index, found: gathered, wire: null, ended: null };
    gathered = [];
  }
  yield { index: task.index, found: gathered, wire: null, ended: { bytes: storedSize(task.file) } };
}

function storedSize(file: string): number {
  try {
    return file === '-' ? 0 : statSync(file).size;
  } catch {
    return 0;
  }
}
