import { worse } from '../../policy/scale.ts';
import type { CheckVerdict, Verdict } from '../../verdict/verdict.ts';
import type { StandingDecision } from '../standing-decision.ts';
import type { Backlog, Carried } from './backlog.ts';
import { knownChecks } from './is-known.ts';

/** A decision without the checks that a backlog knows: what is new or worse decides the verdict. */
export function withoutKnown(backlog: Backlog, decision: StandingDecision, carried: Carried): StandingDecision {
  const known = knownChecks(backlog, decision, carried);
  const checks = decision.verdict.checks.filter(({ id }) => known.get(id) !== 'known');
  if (checks.length === decision.verdict.checks.length) return decision;
  const kept = new Set(checks.map(({ id }) => id));
  const carriers = Object.fromEntries(Object.entries(decision.carriers).filter(([id]) => kept.has(id)));
  return { ...decision, carriers, verdict: { ...decision.verdict, checks, ...standingOf(checks) } };
}

function standingOf(checks: readonly CheckVerdict[]): Pick<Verdict, 'ruling' | 'severity'> {
  const ruling = (['breach', 'unknown', 'permitted'] as const).find((each) =>
    checks.some((check) => check.ruling === each),
  );
  if (ruling === undefined || ruling === 'permitted') return { ruling: ruling ?? 'clear', severity: 'none' };
  const severity = checks.reduce<CheckVerdict['severity']>(
    (worst, check) => (check.ruling === ruling ? worse(worst, check.severity) : worst),
    'none',
  );
  return { ruling, severity };
}
