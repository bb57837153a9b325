import { inProcess } from './contenders/in-process.ts';
import { ourProcesses } from './contenders/our-processes.ts';
import { peers } from './contenders/peers.ts';
import { type Archive, generateArchive } from './generate/generate-archive.ts';
import type { Truth } from './generate/truth.ts';
import { bundlePrograms } from './measure/bundle-programs.ts';
import { type Outcome, type Rounds, runInRounds } from './measure/in-rounds.ts';
import { type Memory, measureMemory } from './memory-bench.ts';

/** All contenders on one archive. */
export interface SizeReport {
  readonly name: string;
  readonly truth: Truth;
  readonly outcomes: readonly Outcome[];
}

/** What the archive part of the bench measured. */
export interface ArchiveReport {
  readonly sizes: readonly SizeReport[];
  /** In-process contenders on an archive with a sixteenth of the watched calls. */
  readonly low: SizeReport;
  readonly memory: Memory;
}

/** The in-process contenders that show whether the rate of watched calls matters. */
const onLowRate = new Set(['floor', 'gunzip', 'naive', 'ours-1', 'ours-1-both']);

/** Megabytes above which one round must do: it takes ten minutes. */
const roundsUpTo = 1000;

/** Measures archives of these sizes (megabytes of gzip). Archives are made when they are not there; all else is made anew. */
export async function benchArchives(
  home: string,
  how: Rounds & { readonly sizes: readonly number[] },
): Promise<ArchiveReport> {
  const { tell } = how;
  const programs = await bundlePrograms(home);
  const here = inProcess(home, programs.readOurs);
  const contenders = [...here, ...ourProcesses(programs), ...peers(home)];
  const sizes: SizeReport[] = [];
  const generate = (megabytes: number, rate: 'usual' | 'low'): Promise<Archive> => {
    tell(`making the archive of ${megabytes} MB`);
    return generateArchive(home, megabytes, rate);
  };
  for (const megabytes of how.sizes) {
    const archive = await generate(megabytes, 'usual');
    sizes.push({
      name: archive.name,
      truth: archive.truth,
      outcomes: await runInRounds(contenders, archive, megabytes > roundsUpTo ? { ...how, rounds: 1 } : how),
    });
  }
  const low = await generate(Math.min(60, ...how.sizes), 'low');
  const someHere = here.filter(({ id }) => onLowRate.has(id));
  return {
    sizes,
    low: { name: low.name, truth: low.truth, outcomes: await runInRounds(someHere, low, how) },
    memory: await measureMemory(home, programs, { sizes: how.sizes, tell }),
  };
}
