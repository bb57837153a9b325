import { expect, test } from 'vitest';
import type { CheckVerdict, Verdict } from '../../../core/verdict/verdict.ts';
import { verdictDigest } from './verdict-digest.ts';

const check: CheckVerdict = {
  ...{ id: 'ssh', ruling: 'breach', say: 'no', at: 'p.yaml:1', severity: 'high', declared: 'high', adjusted: [] },
  ...{ excusedBy: null, respond: ['none'], playbook: null },
};
const other: CheckVerdict = { ...check, id: 'rdp', severity: 'low' };
const verdict: Verdict = {
  ...{ ruling: 'breach', severity: 'high', unknowns: [], checks: [check, other], policy: 'sha256:1', engine: '1' },
  facts: { asOf: null, of: [], digest: 'sha256:2' },
};

test('what comes to the same is no revision: other words, facts, policy or order of checks', () => {
  const same = verdictDigest({ verdict });
  const facts = { asOf: '2026-01-31T09:00:00Z', of: ['tags'], digest: 'sha256:3' };
  expect(verdictDigest({ verdict: { ...verdict, facts, policy: 'sha256:9', engine: '2' } })).toBe(same);
  expect(verdictDigest({ verdict: { ...verdict, checks: [other, { ...check, say: 'never' }] } })).toBe(same);
});

test.each<[string, Partial<Verdict>]>([
  ['another ruling', { ruling: 'permitted' }],
  ['another severity', { severity: 'low' }],
  ['a check more', { checks: [check, other, { ...check, id: 'z' }] }],
  ['a check less', { checks: [check] }],
  ['another ruling of a check', { checks: [{ ...check, ruling: 'unknown' }, other] }],
  ['another severity of a check', { checks: [check, { ...other, severity: 'high' }] }],
  ['a check that is over', { checks: [{ ...check, over: true }, other] }],
])('%s is a revision', (_what, parts) => {
  expect(verdictDigest({ verdict: { ...verdict, ...parts } })).not.toBe(verdictDigest({ verdict }));
});

test('without a policy there is nothing to revise', () => {
  expect(verdictDigest({})).toBe(verdictDigest({}));
  expect(verdictDigest({})).not.toBe(verdictDigest({ verdict }));
});
