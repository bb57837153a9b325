import type { Decision } from '../core/plan/decision.ts';
import type { StandingDecision } from '../core/plan/standing-decision.ts';
import { isAtLeast, type Severity, severities } from '../core/policy/scale.ts';
import type { Ruling } from '../core/verdict/verdict.ts';
import { worstMaybe } from '../core/verdict/worst-maybe.ts';

/** What verdicts come to. */
export interface Rulings {
  readonly judged: number;
  /** Breaches by severity. */
  readonly breach: Readonly<Record<Severity, number>>;
  /** Verdicts that could be either, by the severity they may have. */
  readonly unknown: Readonly<Record<Severity, number>>;
  /** Verdicts beside which a check may object that is worse than what does. */
  readonly mayBeWorse: number;
  readonly permitted: number;
  readonly clear: number;
  /** Verdicts that rest on facts of another time. */
  readonly otherTime: number;
}

/** Starts adding up verdicts that come one at a time. */
export function startRulings(): {
  readonly add: (decision: Pick<Decision | StandingDecision, 'verdict'>) => void;
  readonly rulings: () => Rulings;
} {
  const zero = () => Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
  const [breach, unknown] = [zero(), zero()];
  const counts: Record<Exclude<Ruling, 'breach' | 'unknown'>, number> = { permitted: 0, clear: 0 };
  let [judged, otherTime, mayBeWorse] = [0, 0, 0];
  const add: ReturnType<typeof startRulings>['add'] = ({ verdict }) => {
    if (verdict === undefined) return;
    judged++;
    if (verdict.facts.asOf !== null) otherTime++;
    if (verdict.ruling !== 'unknown' && worstMaybe(verdict) !== null) mayBeWorse++;
    if (verdict.ruling === 'breach') breach[verdict.severity]++;
    else if (verdict.ruling === 'unknown') unknown[verdict.severity]++;
    else counts[verdict.ruling]++;
  };
  return { add, rulings: () => ({ judged, breach, unknown, mayBeWorse, ...counts, otherTime }) };
}

/** How many breaches are at least so severe. */
export function breachesFrom({ breach }: Pick<Rulings, 'breach'>, least: Severity): number {
  return severities.reduce((sum, severity) => sum + (isAtLeast(severity, least) ? breach[severity] : 0), 0);
}
