import type { Length } from './actors/script.ts';
import { addCoverage, type Coverage } from './coverage.ts';
import { nothingCut, replayOf } from './cut.ts';
import type { Subject } from './history.ts';
import { runOne } from './run-one.ts';
import { countShares, noShares, type Shares } from './shares.ts';
import { kindOf, shrink } from './shrink.ts';
import { subjectOf } from './subject-of.ts';
import { tellRun } from './tell-run.ts';

/** Which histories a process runs: every `parts`th from its own on. */
export interface Portion {
  readonly first: number;
  readonly runs: number;
  readonly length: Length;
  readonly part: number;
  readonly parts: number;
  readonly mutant: string | null;
}

/** A history that broke something. */
export interface Failure {
  readonly seed: number;
  readonly after: number;
  readonly kind: string;
  readonly broken: readonly string[];
  /** Only of the first few of a process, which are made smaller. */
  readonly story: string;
  readonly replay: string;
}

/** What a process tells: that a history has begun, and now and then what came of some. */
export type News = { readonly kind: 'begun'; readonly seed: number } | Report;

/** What came of histories since the last report. */
export interface Report {
  readonly kind: 'report';
  readonly done: number;
  /** Those of them that have enough acts, and steps of workers that did something. */
  readonly full: number;
  readonly coverage: Coverage;
  readonly shares: Shares;
  readonly failures: readonly Failure[];
}

/** How many acts and steps of workers a history has that counts. */
const enough = 30;

const shrunk = 2;
const shrinkTries = 120;

/** Runs a portion of histories and reports as it goes. */
export async function runMany(
  { first, runs, length, part, parts, mutant }: Portion,
  tell: (news: News) => void,
): Promise<void> {
  const subject: Subject = subjectOf(mutant);
  let [done, full, small, told] = [0, 0, 0, performance.now()];
  let [coverage, shares, failures] = [{} as Coverage, noShares(), [] as Failure[]];
  const flush = () => {
    tell({ kind: 'report', done, full, coverage, shares, failures });
    [done, full, coverage, shares, failures] = [0, 0, {}, noShares(), []];
    told = performance.now();
  };
  for (let seed = first + part; seed < first + runs; seed += parts) {
    tell({ kind: 'begun', seed });
    const run = await runOne(seed, subject, nothingCut, length);
    done += 1;
    if (run.script.acts.length + run.trial.taken >= enough) full += 1;
    addCoverage(coverage, run.coverage);
    countShares(shares, run);
    const { broken } = run.judgement;
    if (broken.length > 0) {
      const at = { seed, after: seed - first + 1, kind: kindOf(broken[0]!) };
      if (mutant === null && small < shrunk) {
        small += 1;
        const least = await shrink(run, subject, shrinkTries);
        const replay = replayOf(run.script, least.cut, mutant);
        failures.push({ ...at, broken: least.run.judgement.broken, story: tellRun(least.run), replay });
      } else failures.push({ ...at, broken, story: '', replay: replayOf(run.script, nothingCut, null) });
      if (mutant !== null) break;
    }
    if (performance.now() - told > 1_000) flush();
  }
  flush();
}
