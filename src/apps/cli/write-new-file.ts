import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Complaint } from './complaint.ts';

/** Refuses to go on when a file is there that would be overwritten; `-` is standard output. */
export function refuseToOverwrite(file: string, force: boolean | undefined): void {
  if (file === '-' || force || !existsSync(file)) return;
  throw new Complaint(
    `\`${file}\` is there already: \`--force\` overwrites it, \`--out <file>\` writes to another place`,
  );
}

/** Writes a file, with the folders above it. */
export function writeNewFile(file: string, text: string): void {
  writeNewFiles([[file, text]]);
}

/** Writes files, with the folders above them: all of them, or none that was not there before. */
export function writeNewFiles(files: readonly (readonly [file: string, text: string])[]): void {
  const made: string[] = [];
  for (const [file, text] of files) {
    const isNew = !existsSync(file);
    try {
      makeFolder(dirname(file));
      if (isNew) made.push(file);
      writeFileSync(file, text);
    } catch (error) {
      for (const each of made) if (existsSync(each)) rmSync(each);
      throw new Complaint(`expected a place that can be written to at \`${file}\`: ${(error as Error).message}`);
    }
  }
}

/** Step by step: where a folder can never be (`/proc/x/y`), the recursive form of Node tries for ever. */
function makeFolder(folder: string): void {
  if (existsSync(folder) || dirname(folder) === folder) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}
