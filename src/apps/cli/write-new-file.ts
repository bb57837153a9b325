import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
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
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new Complaint(`expected a place that can be written to at \`${file}\`: ${(error as Error).message}`);
  }
}
