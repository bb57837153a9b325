import type { Adjustment } from '../policy/policy.ts';
import { type Severity, severities } from '../policy/scale.ts';
import { type FactKind, isCertain, joinUses } from './answer.ts';
import type { Asked } from './asked.ts';
import { holds, type Occasion } from './condition.ts';
import { neverExcuses } from './permit.ts';
import type { CheckVerdict, Unknown } from './verdict.ts';

/** A severity after adjustment, with each step and what is not known. */
export interface Adjusted {
  readonly severity: Severity;
  readonly steps: CheckVerdict['adjusted'];
  readonly unknowns: readonly Unknown[];
  readonly uses: readonly FactKind[];
}

/**
 * Moves a severity by the adjustments that hold for sure, at most two steps in all. What is not known moves nothing,
 * and says what it could; a locked check is lowered by its own file and those before it only. `none` stays.
 */
export function adjust(
  declared: Severity,
  asked: Asked,
  adjustments: readonly Adjustment[],
  occasion: Occasion,
): Adjusted {
  const steps: CheckVerdict['adjusted'][number][] = [];
  const unknowns: Unknown[] = [];
  let uses: readonly FactKind[] = [];
  if (declared === 'none') return { severity: declared, steps, unknowns, uses };
  for (const { id, at, by, when, layer } of adjustments) {
    if (by < 0 && ((asked.locked && layer > asked.layer) || neverExcuses(when))) continue;
    const holding = holds(when, occasion);
    uses = joinUses(uses, holding.uses);
    if (by > 0 ? holding.is === 'yes' : isCertain(holding)) steps.push({ id, by, at });
    if (holding.is === 'no') continue;
    const could = by > 0 && holding.is === 'maybe' ? 'raise' : 'lower';
    unknowns.push(...holding.unknowns.map((one) => ({ ...one, could }) as const));
  }
  const sum = steps.reduce((total, step) => total + step.by, 0);
  const moved = severities.indexOf(declared) + Math.max(-2, Math.min(2, sum));
  const severity = severities[Math.max(0, Math.min(severities.length - 1, moved))]!;
  return { severity, steps: steps.sort((a, b) => (a.id < b.id ? -1 : 1)), unknowns, uses };
}
