import type { SeenRule } from '../group/rule.ts';
import { writeCanonical } from '../leaf/canonical.ts';
import { aroundLook } from './around-look.ts';
import type { Evidence } from './evidence.ts';
import { type FoldedGroup, isComplete } from './standing.ts';

/**
 * Whether a look tells anything that evidence does not: a difference, something that was not known for sure, an id, a
 * description or a tag. What tells nothing need not be kept: a sweep of what stands still costs no byte.
 */
export function isLookNews(
  evidence: readonly Evidence[],
  look: Extract<Evidence, { kind: 'observed' }>,
  { earlier, had, has } = aroundLook(evidence, look),
): boolean {
  // An id never comes back, so what shows a deleted group lags.
  if (had.ended !== null && had.exists === 'no') return false;
  if (!earlier.some(({ kind }) => kind === 'observed')) return true;
  const isSure = isComplete(had) && [...had.rules.values()].every(({ sure }) => sure);
  return !isSure || stateText(had) !== stateText(has());
}

function stateText({ rules, exists, name, vpc, tags }: FoldedGroup): string {
  const told = ({ id, direction, protocol, ports, peer, description }: SeenRule) =>
    writeCanonical([id, direction, protocol, ports, peer === null ? null : { ...peer }, description]);
  return writeCanonical([exists, name, vpc, tags, [...rules.values()].map(told).sort()]);
}
