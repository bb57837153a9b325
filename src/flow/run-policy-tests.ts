import type { Intaken, Source } from '../contracts/source.ts';
import type { Spill } from '../contracts/spill.ts';
import type { Decision } from '../core/plan/decision.ts';
import type { PolicyTest } from '../core/policy/policy.ts';
import type { Judging } from '../core/verdict/matter.ts';
import { byWorst } from '../core/verdict/outcome.ts';
import type { CheckVerdict } from '../core/verdict/verdict.ts';
import { decideAll } from './decide-all.ts';
import { judgePerimeter } from './judge-perimeter.ts';
import { load } from './load.ts';
import type { Fixture, FixtureReading } from './read-fixture.ts';

/** What a check should have come to, and what it did. `at` is the line of the policy that decided, where one did. */
export interface Miss {
  readonly check: string | null;
  readonly expected: string;
  readonly got: string;
  readonly at: string | null;
}

/** How one test of a policy went; without misses it passed. */
export interface TestResult {
  readonly id: string;
  readonly at: string;
  readonly given: string;
  readonly misses: readonly Miss[];
}

/** What tests need of the outside: fixtures by the test that names them, and a place for the records of one. */
export interface Testing {
  readonly openSpill: () => Spill;
  readonly fixture: (test: PolicyTest) => FixtureReading;
}

/**
 * Runs tests of a policy by the code that judges in earnest: a fixture's records as changes, a snapshot alone as what
 * stands. Every check that objects must be named in `expect`, and with what it came to.
 */
export async function runPolicyTests(
  tests: readonly PolicyTest[],
  judging: Judging,
  testing: Testing,
): Promise<readonly TestResult[]> {
  const results: TestResult[] = [];
  for (const test of tests) {
    const { id, at, given } = test;
    const fixture = testing.fixture(test);
    const objecting = 'misread' in fixture ? fixture.misread : await objectingTo(fixture, given, judging, testing);
    const misses =
      typeof objecting === 'string'
        ? [{ check: null, expected: `a fixture in \`${given}\``, got: objecting, at: null }]
        : missesOf(test, objecting, judging);
    results.push({ id, at, given, misses });
  }
  return results;
}

/** The checks that object to anything in a fixture, each by its worst verdict; a text says why nothing was judged. */
async function objectingTo(
  { snapshot, records }: Fixture,
  file: string,
  judging: Judging,
  { openSpill }: Testing,
): Promise<ReadonlyMap<string, CheckVerdict> | string> {
  if (records.length === 0) return worstOf(judgePerimeter(snapshot!, judging, file).map(({ verdict }) => verdict));
  const spill = openSpill();
  try {
    const unread: string[] = [];
    const note = (place: { readonly number: number | null }, reason: string): void =>
      void unread.push(`record ${place.number}: ${reason}`);
    const source: Source = { read: () => batchOf(records, file) };
    const tally = await load(source, spill, {
      progress: () => {},
      notice: ({ place, text }) => note(place, text),
      unreadable: ({ place, reason }) => note(place, reason),
    });
    if (unread.length > 0) return unread.join('; ');
    if (tally.changes + tally.attempts === 0) return 'records of which none changes a group, or tries to';
    decideAll(spill, { snapshot, net: true, judging });
    const decisions = [...spill.decisions('time')].map(({ text }) => JSON.parse(text) as Decision);
    return worstOf(decisions.flatMap(({ verdict }) => verdict ?? []));
  } finally {
    spill.close();
  }
}

async function* batchOf(records: Fixture['records'], file: string): AsyncGenerator<readonly Intaken[]> {
  yield records.map((json, index) => ({
    kind: 'record',
    json,
    place: { file, number: index + 1 },
    from: 'file',
    receivedAt: null,
  }));
}

function worstOf(verdicts: readonly { readonly checks: readonly CheckVerdict[] }[]): ReadonlyMap<string, CheckVerdict> {
  const worst = new Map<string, CheckVerdict>();
  for (const check of verdicts.flatMap(({ checks }) => checks)) {
    const before = worst.get(check.id);
    if (before === undefined || byWorst(check, before) < 0) worst.set(check.id, check);
  }
  return worst;
}

function missesOf({ expect }: PolicyTest, objecting: ReadonlyMap<string, CheckVerdict>, judging: Judging): Miss[] {
  const named = Object.keys(expect).sort();
  const known = new Map(judging.policy.checks.map((check) => [check.id, check.at]));
  const wrong = named.flatMap((check): readonly Miss[] => {
    const { ruling, severity, respond } = expect[check]!;
    const got = objecting.get(check);
    const at = got?.at ?? known.get(check) ?? null;
    const came = got ?? { ruling: 'clear', severity: 'none', respond: [] };
    const expected = Object.keys(expect[check]!).length === 0 ? ['objects'] : [ruling, severity, sayRespond(respond)];
    const fits =
      (ruling ?? came.ruling) === came.ruling &&
      (ruling === 'clear' || got !== undefined) &&
      (severity ?? came.severity) === came.severity &&
      (respond === undefined || sayRespond(respond) === sayRespond(came.respond));
    if (fits) return [];
    return [{ check, expected: words(expected), got: got === undefined ? 'clear' : sayVerdict(got), at }];
  });
  const unnamed = [...objecting.values()]
    .filter(({ id }) => !named.includes(id))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((got): Miss => ({ check: got.id, expected: 'clear', got: sayVerdict(got), at: got.at }));
  return [...wrong, ...unnamed];
}

function sayVerdict({ ruling, severity, respond }: CheckVerdict): string {
  return words([ruling, severity, sayRespond(respond)]);
}

function sayRespond(respond: readonly string[] | undefined): string | undefined {
  return respond === undefined ? undefined : `respond ${[...respond].sort().join(' ')}`;
}

function words(parts: readonly (string | undefined)[]): string {
  return parts.filter((each) => each !== undefined).join(', ');
}
