import type { Archive } from '../generate/generate-archive.ts';
import type { Tier } from '../generate/truth.ts';
import type { Programs } from '../measure/bundle-programs.ts';
import { runProcess } from '../measure/run-process.ts';
import type { Contender, Sample } from './contender.ts';
import { idsOf } from './ids-of.ts';

/** Our programs as whole processes, bundled as they ship: the archive source alone, and `scan` with all it decides. */
export function ourProcesses(programs: Programs): readonly Contender[] {
  const tiers: readonly Tier[] = ['perimeter', 'both'];
  return tiers.flatMap((tier) =>
    [1, 2].flatMap((threads) => [extract(programs, tier, threads), scan(programs, tier, threads)]),
  );
}

const always = { where: 'whole process', upTo: Number.POSITIVE_INFINITY, absent: null } as const;

function extract(programs: Programs, tier: Tier, threads: number): Contender {
  const run = async ({ folder }: Archive): Promise<Sample> => {
    const command = [process.execPath, programs.extract, folder, tier, String(threads), '-'];
    const { stdout, ...figures } = await runProcess(command, { keep: true });
    return { ...figures, answer: idsOf(stdout) };
  };
  return {
    id: `extract-${threads}${ending(tier)}`,
    name: `ours: records only, ${said(threads)}`,
    tier,
    ...always,
    run,
  };
}

/** Copies of one record count once in `scan`, and the generator makes none. */
function scan(programs: Programs, tier: Tier, threads: number): Contender {
  const run = async ({ folder }: Archive): Promise<Sample> => {
    const some = tier === 'perimeter' ? ['--no-attachments'] : [];
    const command = [
      process.execPath,
      programs.cli,
      'scan',
      folder,
      '--json',
      '--limit',
      '1',
      '--no-cache',
      '--threads',
      String(threads),
      ...some,
    ];
    const { stdout, ...figures } = await runProcess(command, { keep: true });
    const { summary } = JSON.parse(stdout) as { summary: { read: { records: number } } };
    return { ...figures, answer: { kind: 'count', count: summary.read.records } };
  };
  return {
    id: `scan-${threads}${ending(tier)}`,
    name: `ours: portcullis scan, ${said(threads)}`,
    tier,
    ...always,
    run,
  };
}

function ending(tier: Tier): string {
  return tier === 'both' ? '-both' : '';
}

function said(threads: number): string {
  return `${threads} thread${threads === 1 ? '' : 's'}`;
}
