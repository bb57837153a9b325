import { isAtLeast, type Severity, worse } from '../policy/scale.ts';
import type { Verdict } from './verdict.ts';

/** How bad it may be beyond the verdict's severity, by checks of which nobody knows whether they object; `null` = no worse. */
export function worstMaybe({ checks, severity }: Pick<Verdict, 'checks' | 'severity'>): Severity | null {
  const open = checks.filter((check) => check.ruling === 'unknown').map((check) => check.severity);
  const worst = open.reduce<Severity>(worse, 'none');
  return isAtLeast(severity, worst) ? null : worst;
}
