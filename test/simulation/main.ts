import { fork } from 'node:child_process';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { addCoverage, type Coverage, nothingCovered } from './coverage.ts';
import { mutantNamed, mutants } from './mutants/mutants.ts';
import { patchSource } from './mutants/patch-source.ts';
import type { Failure, Report } from './run-many.ts';
import { addShares, noShares, type Shares, sayShares } from './shares.ts';

/**
 * `npm run simulate -- --runs N --seed S --workers W [--mutant NAME]`: runs histories from a seed on, says what was met
 * and what broke. `--replay SEED` tells one history; `--mutants` shows that each mutant dies.
 */
const { values: given } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    mutant: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    replay: { type: 'string' },
    'without-actors': { type: 'string' },
    'without-acts': { type: 'string' },
    'without-faults': { type: 'string' },
    part: { type: 'string' },
  },
});

const runs = Number(given.runs);
const first = Number(given.seed);
const patch = mutantNamed(given.mutant ?? null)?.patch;
if (patch !== undefined) patchSource(patch);

if (given.replay !== undefined) {
  const list = (text: string | undefined) => (text === undefined ? [] : text.split(','));
  const cut = {
    actors: new Set(list(given['without-actors'])),
    acts: new Set(list(given['without-acts']).map(Number)),
    faults: new Set(list(given['without-faults'])),
  };
  // The product is loaded only once its patch is in place.
  const { replayOne } = await import('./replay-one.ts');
  process.stdout.write(`${await replayOne(Number(given.replay), given.mutant ?? null, cut)}\n`);
} else if (given.part !== undefined) {
  const [part, parts] = given.part.split('/').map(Number) as [number, number];
  const { runMany } = await import('./run-many.ts');
  await runMany({ first, runs, part, parts, mutant: given.mutant ?? null }, (report) => process.send!(report));
  process.disconnect();
} else if (given.mutants) {
  let alive = 0;
  for (const { name } of mutants) {
    const { failures, done } = await runAll(name, Math.min(runs, 2_000));
    const died = failures[0];
    if (died === undefined) alive += 1;
    say(
      died === undefined
        ? `ALIVE  ${name} after ${done} runs`
        : `died   ${name} after ${died.after} runs: ${died.broken[0]}`,
    );
  }
  process.exitCode = alive === 0 ? 0 : 1;
} else {
  const began = performance.now();
  const { failures, coverage, done, shares } = await runAll(given.mutant ?? null, runs);
  say(`${done} histories in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  say(sayShares(shares));
  const unmet = sayCoverage(coverage);
  for (const { broken, story, replay } of failures.slice(0, 3)) say(['', story, '', ...broken, replay].join('\n'));
  const kinds = Map.groupBy(failures, ({ kind }) => kind);
  for (const [kind, some] of kinds)
    say(`${some.length} broken: ${kind} (seeds ${some.slice(0, 5).map(({ seed }) => seed)})`);
  const wantsAll = done >= 5_000;
  if (unmet.length > 0) say(`never met: ${unmet.join(', ')}`);
  process.exitCode = failures.length > 0 || (wantsAll && unmet.length > 0) ? 1 : 0;
}

interface Sum {
  readonly failures: Failure[];
  readonly coverage: Coverage;
  readonly shares: Shares;
  done: number;
}

/** Runs in as many processes as asked for; a mutant stops at its first death. */
async function runAll(mutant: string | null, count: number): Promise<Sum> {
  const sum: Sum = { failures: [], coverage: nothingCovered(), shares: noShares(), done: 0 };
  const workers = Number(given.workers);
  const began = performance.now();
  let shown = began;
  const hear = (report: Report) => {
    sum.done += report.done;
    addCoverage(sum.coverage, report.coverage);
    addShares(sum.shares, report.shares);
    sum.failures.push(...report.failures);
    if (performance.now() - shown < 2_000 || mutant !== null) return;
    shown = performance.now();
    const each = sum.done / ((shown - began) / 1000);
    process.stderr.write(`${sum.done}/${count}  ${each.toFixed(1)} histories/s  ${sum.failures.length} broken\n`);
  };
  const children = Array.from({ length: workers }, (_, part) => {
    const args = ['--part', `${part}/${workers}`, '--runs', `${count}`, '--seed', `${first}`];
    const child = fork(import.meta.filename, [...args, ...(mutant === null ? [] : ['--mutant', mutant])]);
    const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
    child.on('message', (report: Report) => {
      hear(report);
      if (mutant !== null && report.failures.length > 0) for (const { child: each } of children) each.kill();
    });
    return { child, ended };
  });
  await Promise.all(children.map(({ ended }) => ended));
  return sum;
}

function sayCoverage(coverage: Coverage): readonly string[] {
  const rows = Object.entries(coverage);
  for (let at = 0; at < rows.length; at += 3)
    say(
      rows
        .slice(at, at + 3)
        .map(([key, count]) => `${key.padEnd(40)}${String(count).padStart(9)}`)
        .join('   '),
    );
  return rows.filter(([, count]) => count === 0).map(([key]) => key);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
