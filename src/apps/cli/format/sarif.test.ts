import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sarifSchema } from '../../../../test/builders/sarif-schema.ts';
import { callRun } from '../../../../test/end-to-end/call-run.ts';
import { findMisfits } from '../../../../test/end-to-end/json-schema.ts';
import { examples } from '../../../../test/examples/read-week.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { StandingDecision } from '../../../core/plan/standing-decision.ts';
import { judge } from '../judge.ts';
import { readPolicies } from '../open-policy.ts';
import { scanVerb } from '../scan.ts';
import { writeSarif } from './sarif.ts';
import { messageText, uriOf } from './sarif-result.ts';

const policy = [join(examples, 'portcullis.yaml')];
const snapshot = join(examples, 'snapshot.json');
const week = join(examples, 'week');

interface Log {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly suppressions?: readonly { readonly justification: string }[];
      readonly locations: readonly {
        readonly physicalLocation?: { readonly artifactLocation: { readonly uri: string } };
      }[];
      readonly properties: { readonly decision: string; readonly severity: string; readonly ruling: string };
    }[];
    readonly tool: {
      readonly driver: { readonly rules: readonly { readonly id: string; readonly help: { readonly text: string } }[] };
    };
  }[];
}

async function logOf(decisions: readonly (Decision | StandingDecision)[]): Promise<Log> {
  const judging = await readPolicies(policy, { err: () => {}, now: () => 0 } as never);
  let out = '';
  await writeSarif(
    async (text) => {
      out += text ?? '';
    },
    decisions,
    judging,
  );
  return JSON.parse(out) as Log;
}

const scanned = async () =>
  (JSON.parse((await callRun(scanVerb, [week], { format: 'json', policy, snapshot })).out) as { decisions: Decision[] })
    .decisions;
const judged = async () =>
  (JSON.parse((await callRun(judge, [snapshot], { format: 'json', policy })).out) as { decisions: StandingDecision[] })
    .decisions;

describe('SARIF', () => {
  it('of a scan and of a judgement is valid SARIF 2.1.0, with a rule for every check', async () => {
    for (const decisions of [await scanned(), await judged()]) {
      const log = await logOf(decisions);
      expect(findMisfits(sarifSchema, log)).toEqual([]);
      const [{ results, tool }] = log.runs as [Log['runs'][0]];
      expect(results).toHaveLength(decisions.flatMap(({ verdict }) => verdict?.checks ?? []).length);
      for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]!.id).toBe(ruleId);
      for (const { help } of tool.driver.rules) expect(help.text).not.toBe('');
    }
  });

  it('has no result for what is clear, and what is permitted is suppressed with what permits it', async () => {
    const decisions = await scanned();
    const [{ results }] = (await logOf(decisions)).runs as [Log['runs'][0]];
    const permitted = results.filter((result) => result.properties.ruling === 'permitted');
    expect(permitted.length).toBeGreaterThan(0);
    for (const { suppressions } of permitted) expect(suppressions![0]!.justification).toMatch(/^(unless|exception) /);
    expect(
      results
        .filter((result) => result.properties.ruling !== 'permitted')
        .every((result) => result.suppressions === undefined),
    ).toBe(true);
    const clear = new Set(decisions.filter(({ verdict }) => verdict?.ruling === 'clear').map(({ id }) => id));
    expect(results.filter((result) => clear.has(result.properties.decision))).toEqual([]);
  });

  it('tells severity by level, and a judged file by where it is', async () => {
    const [{ results }] = (await logOf(await judged())).runs as [Log['runs'][0]];
    const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note', none: 'none' };
    for (const { level, properties } of results) expect(level).toBe(levels[properties.severity as keyof typeof levels]);
    for (const { locations } of results)
      expect(locations[0]!.physicalLocation!.artifactLocation.uri).toMatch(/^file:\/\/\/.*snapshot\.json$/);
  });

  it('knows the same finding again: by group, check and effect, not by time, policy version or order', async () => {
    const decisions = await judged();
    const prints = async (all: readonly StandingDecision[]) =>
      (await logOf(all)).runs[0]!.results.map((result) => Object.values(result.partialFingerprints)[0]!);
    const first = await prints(decisions);
    expect(new Set(first).size).toBe(first.length);
    const later = decisions.map((each) => ({
      ...each,
      at: '2027-01-01T00:00:00Z',
      verdict: { ...each.verdict, policy: 'sha256:0' },
    }));
    expect((await prints(later.toReversed())).toSorted()).toEqual(first.toSorted());
    const [one] = decisions.filter(({ verdict }) => verdict.checks.length > 0);
    const elsewhere = { ...one!, on: { ...one!.on, id: 'sg-0fedcba9876543210' } };
    expect(await prints([elsewhere])).not.toEqual(await prints([one!]));
  });

  it('shows brackets, braces and odd file names as they are', () => {
    expect(messageText('[a](1) {0} \\')).toBe('\\[a\\](1) {{0}} \\\\');
    expect(uriOf('plans/a b#c?.json')).toBe('plans/a%20b%23c%3F.json');
    expect(uriOf('/tmp/x:1.json')).toBe('file:///tmp/x%3A1.json');
  });
});
