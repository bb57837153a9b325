import type { Policy } from '../../policy/policy.ts';
import type { Family } from './episodes.ts';

/** The family of a check of the policy, or of a baseline's drift (`<baseline>.missing`, `.extra`, `.widened`). */
export function familyOf(check: string, policy: Policy): Family {
  const kind = policy.checks.find(({ id }) => id === check)?.when.kind;
  if (kind === 'lost' || (kind === undefined && check.endsWith('.missing'))) return 'loss';
  return kind === 'tags' || kind === 'attempts' ? kind : 'opening';
}
