import { severities } from '../../core/policy/scale.ts';
import { breachesFrom, type Rulings } from '../../flow/rulings.ts';
import type { Options } from './options.ts';

/**
 * The exit code of a verb that judges: 2 = breaches at or above `--fail-on` (default high); 3 = none, but the input was
 * incomplete or a verdict could be either; 0 = clean.
 */
export function exitCodeOf(
  rulings: Rulings,
  { failOn = 'high' }: Pick<Options, 'failOn'>,
  incomplete: boolean,
): number {
  if (breachesFrom(rulings, failOn) > 0) return 2;
  if (rulings.mayBeWorse > 0) return 3;
  return incomplete || severities.some((severity) => rulings.unknown[severity] > 0) ? 3 : 0;
}
