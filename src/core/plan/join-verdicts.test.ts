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
