import type { Json } from '../src/core/leaf/canonical.ts';
import { openArchive } from '../src/sources/archive/open-archive.ts';
import { openS3Archive } from '../src/sources/s3/open-s3-archive.ts';
import { callsOf } from './contenders/our-reader.ts';
import { type Archive, generateArchive } from './generate/generate-archive.ts';
import { hashIds } from './generate/truth.ts';
import { serve } from './measure/serve.ts';

/** One way to the same files. */
export interface S3Row {
  readonly name: string;
  /** The least of all rounds. */
  readonly seconds: number;
  /** Beside the files on disk. */
  readonly beside: number;
}

/** What a scan of a bucket costs beside the same files on disk. */
export interface S3Report {
  readonly files: number;
  readonly megabytes: number;
  /** Milliseconds before each answer. */
  readonly wait: number;
  readonly rows: readonly S3Row[];
}

/** Milliseconds that S3 takes before an answer, as it is measured from outside of its region. */
const wait = 50;

/** Measures it, in rounds, all ways in turn. Throws when any way finds other records than the archive has. */
export async function benchS3(
  home: string,
  how: { readonly megabytes: number; readonly rounds: number; readonly tell: (what: string) => void },
): Promise<S3Report> {
  const { megabytes, rounds, tell } = how;
  tell(`making the archive of ${megabytes} MB`);
  const archive = await generateArchive(home, megabytes, 'usual');
  const near = await serve('s3-stand-in.ts', archive.folder, 0);
  const far = await serve('s3-stand-in.ts', archive.folder, wait);
  try {
    const ways = [
      ['files on disk', () => readFolder(archive)],
      ['bucket that answers at once', () => readBucket(near.endpoint)],
      [`bucket that answers after ${wait} ms`, () => readBucket(far.endpoint)],
      [`the same, one object at a time`, () => readBucket(far.endpoint, 1)],
    ] as const;
    const least = new Map<string, number>();
    for (let round = 1; round <= rounds; round++)
      for (const [name, read] of ways) {
        tell(`round ${round} of ${rounds}: ${name}`);
        const began = performance.now();
        const ids = await idsOf(read());
        const seconds = (performance.now() - began) / 1000;
        const expected = archive.truth.tiers.both;
        if (hashIds(ids).hash !== expected.hash)
          throw new Error(`expected ${expected.count} records from the ${name}, got ${ids.length}, or others`);
        least.set(name, Math.min(least.get(name) ?? Number.POSITIVE_INFINITY, seconds));
      }
    const disk = least.get(ways[0][0])!;
    const rows = [...least].map(([name, seconds]) => ({ name, seconds, beside: seconds / disk }));
    return { files: archive.truth.files, megabytes: archive.truth.gzBytes / 1e6, wait, rows };
  } finally {
    await Promise.all([near.stop(), far.stop()]);
  }
}

type Reading = AsyncIterable<
  readonly ({ readonly kind: string } & { readonly json?: Json; readonly reason?: string })[]
>;

function readFolder({ folder }: Archive): Reading {
  return openArchive([folder], { calls: callsOf('both'), threads: 1, sidecar: null });
}

function readBucket(endpoint: string, ahead?: number): Reading {
  const credentials = async () => ({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'nobody' });
  return openS3Archive({
    place: { bucket: 'logs', prefix: '' },
    access: { region: 'eu-west-1', endpoint, credentials },
    ...{ calls: callsOf('both'), sidecar: null },
    ...(ahead === undefined ? {} : { ahead }),
  }).read();
}

async function idsOf(reading: Reading): Promise<string[]> {
  const ids: string[] = [];
  for await (const items of reading)
    for (const item of items) {
      if (item.kind === 'record') ids.push((item.json as { readonly eventID: string }).eventID);
      else if (item.kind === 'unreadable') throw new Error(`expected all to be readable: ${item.reason}`);
    }
  return ids;
}
