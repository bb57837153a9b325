import type { Decision } from './decision.ts';

/** The id of the change that a decision begins with: the first of those that it is the net effect of, or its only one. */
export function firstChange({ changes, id }: Pick<Decision, 'changes' | 'id'>): string {
  return changes?.[0] ?? id;
}
