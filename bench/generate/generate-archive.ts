import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { WriterTask, Written } from './file-writer.ts';
import { contentVersion, type Rate } from './log-file.ts';
import { hashIds, type Truth } from './truth.ts';

/** An archive on disk: its folder holds nothing but log files. */
export interface Archive {
  readonly name: string;
  readonly folder: string;
  readonly truth: Truth;
}

/** Files for one megabyte (10^6 bytes) of gzip, as the content turns out. */
const filesPerMegabyte = 12.65;
const seed = 20260105;

/**
 * Gives the archive of about so many megabytes (gzip) below `home`: the one that is there, or a new one, written in threads. The
 * content depends on size and rate only. Throws when the disk has no room.
 */
export async function generateArchive(home: string, megabytes: number, rate: Rate): Promise<Archive> {
  const name = `${megabytes}-${rate}`;
  const version = `${contentVersion}/${seed}/zlib ${process.versions.zlib}`;
  const [folder, truthFile] = [join(home, name, 'archive'), join(home, name, 'truth.json')];
  if (existsSync(truthFile)) {
    const truth = JSON.parse(readFileSync(truthFile, 'utf8')) as Truth;
    if (truth.version === version) return { name, folder, truth };
  }
  rmSync(join(home, name), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  refuseIfFull(home, megabytes);
  const truth = await writeAll(folder, Math.max(1, Math.round(megabytes * filesPerMegabyte)), rate, version);
  writeFileSync(truthFile, `${JSON.stringify(truth, null, 2)}\n`);
  return { name, folder, truth };
}

async function writeAll(folder: string, files: number, rate: Rate, version: string): Promise<Truth> {
  const step = Math.min(files, availableParallelism());
  const tasks = Array.from({ length: step }, (_, first) => ({ folder, seed, rate, files, first, step }));
  const written = await Promise.all(tasks.map(write));
  const sum = (of: (part: Written) => number): number => written.reduce((total, part) => total + of(part), 0);
  const perimeter = written.flatMap((part) => part.perimeter);
  const both = perimeter.concat(written.flatMap((part) => part.attachment));
  if (new Set(both).size !== both.length)
    throw new Error('expected distinct event ids from the generator, found some twice');
  return {
    version,
    files,
    gzBytes: sum((part) => part.gzBytes),
    rawBytes: sum((part) => part.rawBytes),
    records: sum((part) => part.records),
    tiers: { perimeter: hashIds(perimeter), both: hashIds(both) },
  };
}

function write(writerTask: WriterTask): Promise<Written> {
  const { promise, resolve, reject } = Promise.withResolvers<Written>();
  const worker = new Worker(new URL('./file-writer.ts', import.meta.url), { workerData: { writerTask } });
  worker.once('message', resolve);
  worker.once('error', reject);
  return promise;
}

function refuseIfFull(home: string, megabytes: number): void {
  const disk = statfsSync(home);
  const free = (disk.bavail * disk.bsize) / 1e6;
  if (free < megabytes * 1.5) {
    throw new Error(
      `expected ${Math.ceil(megabytes * 1.5)} MB free in \`${home}\`, found ${Math.floor(free)} MB: set TMPDIR to a larger disk`,
    );
  }
}
