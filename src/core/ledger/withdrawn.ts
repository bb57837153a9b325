import type { Unexplained } from './unexplained.ts';

/**
 * Which differences a later look proves to have been none: a read of EC2 may come from a replica that lags, and what it
 * did not show stood all the same, since EC2 never gives an id again. What a look did show has stood.
 */
export function isWithdrawn(seen: Unexplained, ids: ReadonlySet<string>): boolean {
  if (seen.was === 'group gone') return ids.size > 0;
  return seen.was === 'vanished' && seen.rule?.id != null && ids.has(seen.rule.id);
}
