import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { type Rate, writeLogFile } from './log-file.ts';
import { slotOfFile } from './slot.ts';

/** What a writing thread is told: it writes every `step`th file from `first` on. */
export interface WriterTask {
  readonly folder: string;
  readonly seed: number;
  readonly rate: Rate;
  readonly files: number;
  readonly first: number;
  readonly step: number;
}

/** What a writing thread wrote. */
export interface Written {
  gzBytes: number;
  rawBytes: number;
  records: number;
  readonly perimeter: string[];
  readonly attachment: string[];
}

/** Writes the files of one thread and sums them up. */
export function writeFiles(task: WriterTask): Written {
  const sum: Written = { gzBytes: 0, rawBytes: 0, records: 0, perimeter: [], attachment: [] };
  const folders = new Set<string>();
  for (let index = task.first; index < task.files; index += task.step) {
    const slot = slotOfFile(task.seed, index);
    const log = writeLogFile(task.seed, slot, task.rate);
    const stored = gzipSync(Buffer.from(log.text, 'latin1'));
    const path = join(task.folder, slot.path);
    const folder = dirname(path);
    if (!folders.has(folder)) mkdirSync(folder, { recursive: true });
    folders.add(folder);
    writeFileSync(path, stored);
    sum.gzBytes += stored.length;
    sum.rawBytes += log.text.length;
    sum.records += log.records;
    sum.perimeter.push(...log.perimeter);
    sum.attachment.push(...log.attachment);
  }
  return sum;
}

if (workerData?.writerTask !== undefined) parentPort?.postMessage(writeFiles(workerData.writerTask as WriterTask));
