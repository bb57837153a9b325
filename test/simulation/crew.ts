import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import type { Length, Script } from './actors/script.ts';
import { addCoverage, type Coverage, nothingCovered } from './coverage.ts';
import { nothingCut, replayOf } from './cut.ts';
import type { Failure, News } from './run-many.ts';
import { addShares, noShares, type Shares } from './shares.ts';

/** Which histories a crew of processes runs. */
export interface Crew {
  readonly first: number;
  readonly runs: number;
  readonly length: Length;
  readonly workers: number;
  readonly mutant: string | null;
}

/** What all processes together met. */
export interface Sum {
  readonly failures: Failure[];
  readonly coverage: Coverage;
  readonly shares: Shares;
  done: number;
  full: number;
}

const quietMost = 300_000;
const showEvery = 2_000;

/**
 * Runs histories in as many processes as asked for, with a line of progress now and then. A mutant stops at its first
 * death, and all do once `ended` says so. A process that ends early, or says nothing for five minutes, counts as broken at the history that it was in.
 */
export async function runCrew({ first, runs, length, workers, mutant }: Crew, ended?: AbortSignal): Promise<Sum> {
  const sum: Sum = { failures: [], coverage: nothingCovered(), shares: noShares(), done: 0, full: 0 };
  const began = performance.now();
  let [shown, isOver] = [began, false];
  const show = () => {
    if (performance.now() - shown < showEvery) return;
    shown = performance.now();
    const each = sum.done / ((shown - began) / 1000);
    const who = mutant === null ? '' : `${mutant}: `;
    process.stderr.write(`${who}${sum.done}/${runs}  ${each.toFixed(1)} histories/s  ${sum.failures.length} broken\n`);
  };
  const children: ChildProcess[] = [];
  const stop = () => {
    isOver = true;
    for (const child of children) child.kill();
  };
  ended?.addEventListener('abort', stop);
  const member = (part: number): Promise<void> => {
    const args = ['--part', `${part}/${workers}`, '--runs', `${runs}`, '--seed', `${first}`];
    const child = fork(join(import.meta.dirname, 'main.ts'), [
      ...args,
      ...(length === 'brief' ? ['--brief'] : []),
      ...(mutant === null ? [] : ['--mutant', mutant]),
    ]);
    children.push(child);
    let [seed, heard, isSilent] = [first + part, performance.now(), false];
    const watch = setInterval(() => {
      isSilent = performance.now() - heard > quietMost;
      if (isSilent) child.kill('SIGKILL');
    }, 5_000);
    child.on('message', (news: News) => {
      heard = performance.now();
      if (news.kind === 'begun') {
        seed = news.seed;
        return;
      }
      sum.done += news.done;
      sum.full += news.full;
      addCoverage(sum.coverage, news.coverage);
      addShares(sum.shares, news.shares);
      sum.failures.push(...news.failures);
      show();
      if (mutant !== null && news.failures.length > 0) stop();
    });
    return new Promise((resolve) => {
      child.on('exit', (code) => {
        clearInterval(watch);
        if (code !== 0 && !isOver)
          sum.failures.push(
            endedEarly({ seed, length }, first, isSilent ? 'said nothing for too long' : `ended with ${code}`),
          );
        resolve();
      });
    });
  };
  await Promise.all(Array.from({ length: workers }, (_, part) => member(part)));
  return sum;
}

function endedEarly(script: Pick<Script, 'seed' | 'length'>, first: number, how: string): Failure {
  const { seed } = script;
  const kind = 'its process did not come to an end';
  const broken = [`${kind}: it ${how}`];
  return { seed, after: seed - first + 1, kind, broken, story: '', replay: replayOf(script, nothingCut, null) };
}
