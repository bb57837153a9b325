import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Archive } from '../generate/generate-archive.ts';
import type { Tier } from '../generate/truth.ts';
import type { Answer, Contender, Sample } from './contender.ts';
import { gunzipAll, inflateOnly, inflatePublicly } from './inflate-floor.ts';
import { readNaively } from './naive-reader.ts';
import { callsOf, type readOurs } from './our-reader.ts';

/** The contenders that run in this process: all listing, reading and allocation included, start-up left out. */
export function inProcess(home: string, readOurs: Read): readonly Contender[] {
  const sidecar = ({ name }: Archive): string => join(home, name, 'sidecar');
  return [
    inflater('floor', 'raw inflate into one buffer: the floor', inflateOnly),
    inflater('inflate-public', 'inflateRawSync, one chunk, no checksum', inflatePublicly),
    inflater('gunzip', 'gunzipSync', gunzipAll),
    naive('perimeter'),
    naive('both'),
    ours(readOurs, 'ours-1', { tier: 'perimeter', threads: 1, sidecar: none }),
    ours(readOurs, 'ours-1-both', { tier: 'both', threads: 1, sidecar: none }),
    ours(readOurs, 'ours-2', { tier: 'perimeter', threads: 2, sidecar: none }),
    ours(readOurs, 'ours-2-both', { tier: 'both', threads: 2, sidecar: none }),
    ...tiers.flatMap((tier) => [first(readOurs, tier, sidecar), rerun(readOurs, tier, sidecar)]),
  ];
}

const tiers: readonly Tier[] = ['perimeter', 'both'];
const none = (): null => null;

/** Our archive source as it ships. */
type Read = typeof readOurs;
type FolderOf = (archive: Archive) => string;

function first(read: Read, tier: Tier, sidecar: FolderOf): Contender {
  const before = async (archive: Archive): Promise<void> => rmSync(sidecar(archive), { recursive: true, force: true });
  const id = tier === 'both' ? 'first-both' : 'first';
  return {
    ...ours(read, id, { tier, threads: 1, sidecar }),
    name: 'ours, 1 thread, first run that keeps a sidecar',
    before,
  };
}

function rerun(read: Read, tier: Tier, sidecar: FolderOf): Contender {
  const before = async (archive: Archive): Promise<void> => {
    for await (const _ of read(archive.folder, { tier, threads: 1, sidecar: sidecar(archive) }));
  };
  const id = tier === 'both' ? 'rerun-both' : 'rerun';
  return { ...ours(read, id, { tier, threads: 1, sidecar }), name: 'ours, 1 thread, rerun from the sidecar', before };
}

function inflater(id: string, name: string, act: (folder: string) => number): Contender {
  const run = (archive: Archive) =>
    timed(async () => {
      const bytes = act(archive.folder);
      if (bytes !== archive.truth.rawBytes)
        throw new Error(`expected ${archive.truth.rawBytes} bytes from ${id}, got ${bytes}`);
      return { kind: 'nothing' };
    });
  return { id, name, where: 'in process', tier: null, upTo: Number.POSITIVE_INFINITY, absent: null, run };
}

function naive(tier: Tier): Contender {
  const run = ({ folder }: Archive) => timed(async () => ({ kind: 'ids', ids: readNaively(folder, callsOf(tier)) }));
  const id = tier === 'both' ? 'naive-both' : 'naive';
  return { id, name: 'gunzipSync + JSON.parse + filter', where: 'in process', tier, upTo: 400, absent: null, run };
}

interface Way {
  readonly tier: Tier;
  readonly threads: number;
  readonly sidecar: (archive: Archive) => string | null;
}

function ours(read: Read, id: string, { tier, threads, sidecar }: Way): Contender {
  const run = (archive: Archive) =>
    timed(async () => {
      const ids: string[] = [];
      for await (const some of read(archive.folder, { tier, threads, sidecar: sidecar(archive) })) ids.push(...some);
      return { kind: 'ids', ids };
    });
  const name = `ours, ${threads} thread${threads === 1 ? '' : 's'}`;
  return { id, name, where: 'in process', tier, upTo: Number.POSITIVE_INFINITY, absent: null, run };
}

async function timed(act: () => Promise<Answer>): Promise<Sample> {
  const before = process.cpuUsage();
  const began = performance.now();
  const answer = await act();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { seconds, cpuSeconds: (user + system) / 1e6, peakMb: null, answer };
}
