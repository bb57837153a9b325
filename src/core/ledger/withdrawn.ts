import type { SeenRule } from '../group/rule.ts';
import type { Evidence } from './evidence.ts';
import { tupleKey } from './standing.ts';
import type { Unexplained } from './unexplained.ts';

/**
 * Which differences a later look proves to have been none: a read of EC2 may come from a replica that lags, and what it
 * did not show stood all the same, since EC2 never gives an id again. What a look did show has stood.
 */
export function isWithdrawn(seen: Unexplained, ids: ReadonlySet<string>): boolean {
  if (seen.was === 'group gone') return ids.size > 0;
  return seen.was === 'vanished' && seen.rule?.id != null && ids.has(seen.rule.id);
}

/**
 * Whether a rule that seems to have come is one that was known long before, as it is now: since EC2 never gives an id
 * again, it did not come, it was shown by a replica that lags, or had not gone. `since` of what was seen is the last look
 * that did not show it.
 */
export function isEcho({ was, rule, since }: Unexplained, evidence: readonly Evidence[]): boolean {
  if (was !== 'appeared' || rule?.id == null || since === null) return false;
  const tuple = tupleKey(rule);
  const isIt = (each: SeenRule) => each.id === rule.id && tupleKey(each) === tuple;
  return evidence.some((each) => each.at <= since && rulesIn(each).some(isIt));
}

function rulesIn(each: Evidence): readonly SeenRule[] {
  if (each.kind === 'observed') return each.group?.rules ?? [];
  const { change } = each;
  return 'rules' in change && change.record.result === 'applied' ? change.rules : [];
}
