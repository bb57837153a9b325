import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Intaken, Source } from '../../contracts/source.ts';
import { watchedNames } from '../../core/change/watched.ts';
import { openArchive } from '../../sources/archive/open-archive.ts';
import { openCache } from './cache-folder.ts';
import { Complaint } from './complaint.ts';
import type { Options } from './options.ts';
import type { Terminal } from './screen.ts';

/** What stands for the Event history of AWS among paths; a folder of that name is `./aws`. */
export const awsWord = 'aws';

/** Records to read, and what is put away when they were read. */
export interface OpenedRecords {
  readonly source: Source;
  readonly close: () => void;
}

/** Opens what paths name: files and folders, `s3://bucket/prefix`, or `aws`; several are read one after another. */
export async function openRecords(
  paths: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<OpenedRecords> {
  const isS3 = (path: string): boolean => path.startsWith('s3://');
  const files = paths.filter((path) => path !== awsWord && !isS3(path));
  for (const path of files)
    if (path !== '-' && !existsSync(path))
      throw new Complaint(`expected a file or folder, found nothing at \`${path}\``);
  const settings = archiveSettings(options, terminal);
  const sources: Source[] = [];
  if (files.length > 0 || paths.length === 0)
    sources.push({ read: () => openArchive(files, settings) as AsyncIterable<readonly Intaken[]> });
  if (files.length === paths.length) return { source: joined(sources), close: () => {} };
  const { openBucket, openHistory } = await import('./open-aws-records.ts');
  for (const path of paths.filter(isS3)) sources.push(await openBucket(path, options, terminal, settings));
  if (!paths.includes(awsWord)) return { source: joined(sources), close: () => {} };
  const { source, close } = await openHistory(options, terminal, settings);
  return { source: joined([...sources, source]), close };
}

function joined(sources: readonly Source[]): Source {
  if (sources.length === 1) return sources[0]!;
  return {
    read: async function* () {
      for (const source of sources) yield* source.read();
    },
  };
}

/** How records are read, wherever they are. */
export type ArchiveSettings = ReturnType<typeof archiveSettings>;

function archiveSettings(options: Options, terminal: Terminal) {
  const tiers = options.attachments === false ? (['perimeter'] as const) : (['perimeter', 'attachment'] as const);
  const threads = options.threads === undefined ? Math.min(4, availableParallelism()) : Number(options.threads);
  if (!Number.isInteger(threads) || threads < 0 || threads > 256) {
    throw new Complaint(`expected a number of threads from 0 to 256 at \`--threads\`, got \`${options.threads}\``);
  }
  return { calls: watchedNames(tiers), threads, sidecar: openCache(options, terminal) };
}
