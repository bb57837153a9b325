import { beforeAll, describe, expect, test } from 'vitest';
import { addCoverage, type Coverage } from './coverage.ts';
import { nothingCut, replayOf } from './cut.ts';
import { mutants } from './mutants/mutants.ts';
import { checkPatch } from './mutants/patch-source.ts';
import { type Run, runOne } from './run-one.ts';
import { kindOf, shrink } from './shrink.ts';
import { subjectOf } from './subject-of.ts';
import { tellRun } from './tell-run.ts';

/** How many histories run here: about a minute on two cores; `npm run simulate` runs as many as one likes. */
const histories = 20;
const first = 3;
const minutes = 60_000;

interface Broken {
  readonly problem: string;
  readonly story: string;
}

describe('what holds in every history, whatever goes wrong', () => {
  const broken: Broken[] = [];
  const coverage: Coverage = {};
  const met = new Set<string>();
  const told = { actions: 0, closed: 0, commits: 0, own: 0 };

  beforeAll(async () => {
    for (let seed = first; seed < first + histories; seed += 1) {
      const run = await runOne(seed, subjectOf(null));
      const { climate, variant, sqlite } = run.script;
      for (const each of [climate, variant, sqlite ? 'sqlite' : 'memory']) met.add(each);
      addCoverage(coverage, run.coverage);
      told.closed += run.judgement.closed.closed;
      told.commits += run.trial.commits.length;
      told.own += run.trial.world.calls.filter(({ by }) => by === 'us').length;
      if (run.judgement.broken.length > 0) broken.push(...(await tell(run)));
    }
  }, 15 * minutes);

  /** All problems of a history, those of the first broken one with the least story that shows them. */
  async function tell(run: Run): Promise<readonly Broken[]> {
    if (broken.length > 0)
      return run.judgement.broken.map((problem) => ({ problem, story: replayOf(run.script, nothingCut, null) }));
    const least = await shrink(run, subjectOf(null), 40);
    const story = `${tellRun(least.run)}\n${replayOf(run.script, least.cut, null)}`;
    return run.judgement.broken.map((problem) => ({ problem, story }));
  }

  const expectNone = (...kinds: readonly RegExp[]) => {
    const found = broken.filter(({ problem }) => kinds.some((kind) => kind.test(kindOf(problem))));
    expect(
      found.map(({ problem }) => problem),
      found[0]?.story,
    ).toEqual([]);
  };

  test('the histories are of every climate and policy, in memory and on SQLite, and we acted in them', () => {
    expect([...met].sort()).toEqual(
      ['calm', 'careful', 'fair', 'foul', 'memory', 'moderate', 'plain', 'sqlite', 'tight'].sort(),
    );
    expect(told.own).toBeGreaterThan(histories);
    expect(coverage['outcome verified']).toBeGreaterThan(histories);
  });

  test('R1, BM-10: every record that comes is decided once, however often, late or out of order it comes', () => {
    expect(coverage['fault doubled record']).toBeGreaterThan(0);
    expect(coverage['fault late record']).toBeGreaterThan(0);
    expectNone(/^never decided/, /^decided twice/, /^a message was acknowledged/);
  });

  test('R30, BM-10: what a sweep saw and what its record tells are one incident', () => {
    expectNone(/^the coming of/);
  });

  test('BM-5: nothing is called verified before two good reads after the last call', () => {
    expectNone(/is called verified/);
  });

  test('R86, R98: where nothing goes wrong from outside, all that can be closed is closed by us in the end', () => {
    expect(told.closed).toBeGreaterThan(histories);
    expectNone(/still broken/, /^the office lost/);
  });

  test('R98, BM-12: nothing is tried again and again without an end, no task is stuck, and caps hold', () => {
    expectNone(/^the history never came to rest/, /goes round in circles/, /^a task is stuck/, /^the cap of/);
  });

  test('BM-12, scenario 27: our own calls are told as ours, no other is, and none leads to another', () => {
    expectNone(/^who did it is told wrongly/, /follows from a call of our own/);
  });

  test('scenario 29: no rule is taken that nobody objects to, and none that was not announced by its id', () => {
    expectNone(/^a rule that nobody objects to/, /^a rule was taken that nobody announced/);
  });

  test('scenario 24: only what stood before is put back', () => {
    expectNone(/^a rule that never stood/, /^what never was so/);
  });

  test('scenario 30: what somebody allowed for a while is let alone for so long', () => {
    expectNone(/^a rule was closed that was allowed/);
  });

  test('no call is made twice, unannounced, while all acting is stopped, or for a call that came to nothing', () => {
    expectNone(/^the same was done twice/, /was called/, /follows from a call that/, /^a call that came to nothing/);
  });

  test('the same seed is the same history', async () => {
    const [one, other] = [await runOne(first + 2, subjectOf(null)), await runOne(first + 2, subjectOf(null))];
    expect(tellRun(one)).toBe(tellRun(other));
  });

  test.each([first + 1, first + 6])(
    'R98: a history that came to rest is over: told to its last minute it says not a word more (seed %i)',
    async (seed) => {
      const [rested, whole] = [
        await runOne(seed, subjectOf(null)),
        await runOne(seed, { ...subjectOf(null), isWhole: true }),
      ];
      expect(rested.trial.restedAt).not.toBeNull();
      expect(rested.trial.ran.steps).toBeLessThan(whole.trial.ran.steps);
      // Sweeps that read everything and seals are written down for as long as time passes.
      const news = tellRun(whole).split('\n').slice(tellRun(rested).split('\n').length);
      expect(tellRun(whole).startsWith(tellRun(rested))).toBe(true);
      expect(news.filter((line) => !/ writes (?:sealed|observed .*"by":"site")/.test(line))).toEqual([]);
      expect(rested.judgement).toEqual(whole.judgement);
    },
    minutes,
  );

  test('nothing at all is broken: the chains verify, and no step throws', () => {
    expectNone(/.*/);
  });
});

describe('the judge is not blind', () => {
  test('every mutant can be made of the product as it is; one that cannot is told, and has not died', () => {
    const patches = mutants.flatMap(({ patch }) => patch ?? []);
    expect(patches.length).toBeGreaterThan(0);
    for (const patch of patches) expect(() => checkPatch(patch)).not.toThrow();
    expect(() => checkPatch({ ...patches[0]!, find: 'no such line' })).toThrow('expected `no such line` once in');
  });

  /** The product gets through this history, the mutant does not. */
  const deaths = [
    ['failed-as-done', 'a call that came to nothing was decided as made'],
    ['ack-before-commit', 'a message was acknowledged before its record'],
    ['skip-re-read', 'is called verified after'],
  ] as const;

  test.each(deaths)(
    'the mutant %s dies within a few histories',
    async (name, kind) => {
      const problems: string[] = [];
      for (let seed = first; seed < first + 8 && problems.length === 0; seed += 1) {
        const { judgement } = await runOne(seed, subjectOf(name));
        problems.push(...judgement.broken.filter((problem) => problem.includes(kind)));
      }
      expect(problems).not.toEqual([]);
    },
    5 * minutes,
  );
});
