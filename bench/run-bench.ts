import { type ArchiveReport, benchArchives } from './archive-bench.ts';
import { type Goal, goalsOf, verdictOf } from './goals.ts';
import { benchLedger, type LedgerReport } from './ledger-bench.ts';
import { benchLoop, type LoopReport, loopSizes } from './loop-bench.ts';
import { type Machine, thisMachine } from './machine.ts';
import type { BenchOptions } from './options.ts';
import { printArchive } from './print/print-archive.ts';
import { printGoals } from './print/print-goals.ts';
import { printLedger } from './print/print-ledger.ts';
import { printLoop } from './print/print-loop.ts';
import { printReach } from './print/print-reach.ts';
import { printS3 } from './print/print-s3.ts';
import { printStore } from './print/print-store.ts';
import { printVerdicts } from './print/print-verdicts.ts';
import { benchReach, type ReachReport } from './reach-bench.ts';
import { benchS3, type S3Report } from './s3-bench.ts';
import { benchStore, type StoreReport } from './store-bench.ts';
import { benchVerdicts, type VerdictReport } from './verdict-bench.ts';

/** All that one run of the bench measured. */
export interface BenchReport {
  readonly machine: Machine;
  readonly rounds: number;
  readonly archive: ArchiveReport | null;
  readonly reach: ReachReport | null;
  readonly verdicts: VerdictReport | null;
  readonly store: StoreReport | null;
  readonly ledger: LedgerReport | null;
  readonly loop: LoopReport | null;
  readonly s3: S3Report | null;
  readonly goals: readonly (Goal & { readonly verdict: string })[];
}

/** Measures what is asked for; `tell` hears what is being done. */
export async function runBench(options: BenchOptions, tell: (what: string) => void): Promise<BenchReport> {
  const { home, sizes, rounds, only, idle, entries, quick } = options;
  const asked = (part: NonNullable<BenchOptions['only']>) => only === null || only === part;
  const reach = asked('reach') ? benchReach(rounds) : null;
  const verdicts = asked('verdicts') ? benchVerdicts(rounds) : null;
  const archive = !asked('archive') ? null : await benchArchives(home, { sizes, rounds, idle, tell });
  const store = asked('store') ? await benchStore(rounds, 0.25) : null;
  const ledger = only === 'ledger' ? await benchLedger(entries, tell) : null;
  const loop = only === 'loop' ? await benchLoop(loopSizes[quick ? 'quick' : 'full'], tell) : null;
  const s3 = only === 's3' ? await benchS3(home, { megabytes: quick ? 4 : sizes[0]!, rounds, tell }) : null;
  const goals = goalsOf(archive, reach, verdicts, ledger).map((goal) => ({ ...goal, verdict: verdictOf(goal) }));
  return { machine: thisMachine(), rounds, archive, reach, verdicts, store, ledger, loop, s3, goals };
}

/** The whole report as text. */
export function printBench(report: BenchReport): string {
  const { machine, rounds, archive, reach, verdicts, store, ledger, loop, s3, goals } = report;
  const { node, zlib, cores, model, memoryGb, system } = machine;
  return [
    `Node ${node}, zlib ${zlib}, ${cores} cores of ${model}, ${memoryGb} GB, ${system}; least of ${rounds} rounds`,
    ...(archive === null ? [] : [printArchive(archive)]),
    ...(reach === null ? [] : [printReach(reach)]),
    ...(verdicts === null ? [] : [printVerdicts(verdicts)]),
    ...(store === null ? [] : [printStore(store)]),
    ...(ledger === null ? [] : [printLedger(ledger)]),
    ...(loop === null ? [] : [printLoop(loop)]),
    ...(s3 === null ? [] : [printS3(s3)]),
    ...(goals.length === 0 ? [] : [printGoals(goals)]),
  ].join('\n\n');
}
