import { expect, test } from 'vitest';
import type { CheckVerdict, Verdict } from '../verdict/verdict.ts';
import { severityRank } from './add-verdict.ts';
import { joinVerdicts } from './join-verdicts.ts';
import { nameRule } from './name-rule.ts';

const check = (id: string, ruling: CheckVerdict['ruling'], severity: CheckVerdict['severity']): CheckVerdict => ({
  ...{ id, ruling, severity, declared: severity, say: id, at: 'portcullis.yaml:1', adjusted: [], excusedBy: null },
  ...{ respond: ['none'], playbook: null },
});

const verdict = (...checks: readonly CheckVerdict[]): Verdict => ({
  ruling: checks[0]?.ruling ?? 'clear',
  severity: checks[0]?.ruling === 'permitted' ? 'none' : (checks[0]?.severity ?? 'none'),
  ...{ unknowns: [], checks, policy: 'sha256:1', engine: '1', facts: { asOf: null, of: [], digest: 'sha256:2' } },
});

test('of two verdicts the worse leads, and of one check the worse is told', () => {
  const one = verdict(check('a', 'breach', 'low'), check('b', 'permitted', 'critical'));
  const other = verdict(check('a', 'unknown', 'critical'), check('c', 'permitted', 'low'));
  for (const joined of [joinVerdicts(one, other), joinVerdicts(other, one)]) {
    expect(joined).toMatchObject({ ruling: 'breach', severity: 'low' });
    expect(joined.checks.map(({ id, ruling }) => `${id} ${ruling}`)).toEqual([
      'a breach',
      'b permitted',
      'c permitted',
    ]);
  }
  expect(joinVerdicts(verdict(), verdict())).toEqual(verdict());
});

test('of two verdicts that are as bad the first leads, and checks that are as bad stand by id', () => {
  const one = { ...verdict(check('b', 'breach', 'low')), engine: 'first' };
  const other = { ...verdict(check('a', 'breach', 'low'), check('c', 'breach', 'high')), severity: 'low' as const };
  const joined = joinVerdicts(one, other);
  expect(joined.engine).toBe('first');
  expect(joined.checks.map(({ id }) => id)).toEqual(['c', 'a', 'b']);
});

test('of one check that is as bad in both the first is told', () => {
  const one = verdict({ ...check('a', 'breach', 'low'), say: 'first' });
  const other = verdict({ ...check('a', 'breach', 'low'), say: 'second' });
  expect(joinVerdicts(one, other).checks).toMatchObject([{ say: 'first' }]);
});

test('what is not known is told once, sorted, whichever verdict says it', () => {
  const [tags, rules, more] = ['tags', 'rules', 'since'].map((what) => {
    return { what, why: 'not looked at', could: 'raise' } as const;
  });
  const one = { ...verdict(), unknowns: [tags!, rules!] };
  const other = { ...verdict(), unknowns: [more!, { ...rules! }] };
  expect(joinVerdicts(one, other).unknowns).toEqual([rules, more, tags]);
  expect(joinVerdicts(other, one).unknowns).toEqual([rules, more, tags]);
});

test('facts are those of both, with a digest that tells which two they were', () => {
  const facts = (asOf: string | null, of: readonly string[], digest: string) => ({
    ...verdict(),
    facts: { asOf, of, digest },
  });
  const one = facts(null, ['tags', 'attached'], 'sha256:1');
  const other = facts('2026-01-31T09:00:00Z', ['attached'], 'sha256:2');
  const joined = joinVerdicts(one, other).facts;
  expect(joined).toMatchObject({ asOf: '2026-01-31T09:00:00Z', of: ['attached', 'tags'] });
  expect(joined.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(joinVerdicts(other, one).facts.asOf).toBe('2026-01-31T09:00:00Z');
  expect(joinVerdicts(other, one).facts.digest).not.toBe(joined.digest);
  const older = facts('2026-01-30T09:00:00Z', [], 'sha256:1');
  expect(joinVerdicts(one, older).facts.digest).toBe('sha256:1');
  for (const [a, b] of [
    [other, older],
    [older, other],
  ] as const)
    expect(joinVerdicts(a, b).facts.asOf).toBe('2026-01-30T09:00:00Z');
});

test('R33: what surely breaks policy comes before what only may, the worst first, and all else last', () => {
  const ranks = [
    verdict(check('a', 'breach', 'critical')),
    verdict(check('a', 'breach', 'low')),
    verdict(check('a', 'unknown', 'critical')),
    verdict(check('a', 'unknown', 'low')),
    verdict(check('a', 'permitted', 'critical')),
  ].map(severityRank);
  expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
  expect(new Set(ranks).size).toBe(5);
  expect([severityRank(undefined), severityRank(verdict())]).toEqual([0, 0]);
});

test('a rule is named by its id, else by what it permits', () => {
  const rule = { id: null, direction: 'ingress', protocol: 'tcp', ports: [22, 22], description: null } as const;
  const peer = { kind: 'ipv4', value: '0.0.0.0/0' } as const;
  expect(nameRule({ ...rule, id: 'sgr-1', peer })).toBe('sgr-1');
  expect(nameRule({ ...rule, peer })).toBe('ingress tcp/22 0.0.0.0/0');
  expect(nameRule({ ...rule, peer, protocol: '-1', ports: null })).toBe('ingress all 0.0.0.0/0');
  expect(nameRule({ ...rule, peer: null, direction: null, protocol: null })).toBe('? ? ?');
});
