import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Coverage } from './coverage.ts';
import { runCrew } from './crew.ts';
import { mutantNamed } from './mutants/mutants.ts';
import { patchSource } from './mutants/patch-source.ts';
import { sayShares } from './shares.ts';
import { showMutants } from './show-mutants.ts';

/**
 * `npm run simulate -- --runs N --seed S --workers W [--brief] [--mutant NAME]`: runs histories from a seed on, says what
 * was met and what broke; Ctrl-C ends it with what there is until then. `--replay SEED` tells one history; `--mutants` shows that each mutant dies, or
 * with `--mutant NAME` that this one does.
 */
const { values: given } = parseArgs({
  options: {
    brief: { type: 'boolean', default: false },
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
const workers = Number(given.workers);
const length = given.brief ? 'brief' : 'long';
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
  process.stdout.write(`${await replayOne(Number(given.replay), given.mutant ?? null, cut, length)}\n`);
} else if (given.part !== undefined) {
  const [part, parts] = given.part.split('/').map(Number) as [number, number];
  const { runMany } = await import('./run-many.ts');
  await runMany({ first, runs, length, part, parts, mutant: given.mutant ?? null }, (news) => process.send!(news));
  process.disconnect();
} else if (given.mutants) {
  const most = Math.min(runs, 2_000);
  let alive = 0;
  for await (const { name, died, after } of showMutants({
    first,
    runs: most,
    length,
    workers,
    mutant: given.mutant ?? null,
  })) {
    if (died === null) alive += 1;
    say(died === null ? `ALIVE  ${name} after ${after} runs` : `died   ${name} after ${after} runs: ${died.broken[0]}`);
  }
  process.exitCode = alive === 0 ? 0 : 1;
} else {
  const began = performance.now();
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  const crew = { first, runs, length, workers, mutant: given.mutant ?? null } as const;
  const { failures, coverage, done, full, shares } = await runCrew(crew, interrupted.signal);
  const took = ((performance.now() - began) / 1000).toFixed(1);
  say(`${done} ${length} histories in ${took} s, ${full} of them with 30 acts and steps or more`);
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
