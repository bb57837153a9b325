import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Example } from './build-example.ts';
import { pack } from './gzip.ts';

/** What was written. */
export interface Written {
  readonly files: number;
  readonly records: number;
  readonly bytes: number;
}

/** Writes an example into a folder, in place of the `week/`, `labels.csv` and `snapshot.json` that are there. */
export function writeExample(example: Example, folder: string): Written {
  rmSync(join(folder, 'week'), { recursive: true, force: true });
  let bytes = 0;
  let records = 0;
  for (const file of example.files) {
    const packed = pack(JSON.stringify({ Records: file.records }));
    const path = join(folder, 'week', file.key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, packed);
    bytes += packed.length;
    records += file.records.length;
  }
  writeFileSync(join(folder, 'labels.csv'), example.labels);
  writeFileSync(join(folder, 'snapshot.json'), example.snapshot);
  return { files: example.files.length, records, bytes };
}
