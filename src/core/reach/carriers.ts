import type { Tuple } from '../group/rule.ts';
import { covers, isEmpty, meets, minus } from './algebra.ts';
import { type Known, type Reach, reachOf } from './reach.ts';

/**
 * The rules that meet a box or a gain: given those a change added, the ones a revert may touch; given older rules, the
 * ones to name because they complete the set.
 */
export function carriersOf<R extends Tuple>(rules: readonly R[], box: Reach, known: Known = {}): readonly R[] {
  return rules.filter((rule) => meets(reachOf([rule], known), box));
}

/**
 * What closing `carriers` would close beside the box: their reach, where no other rule permits it, without the box.
 * Rules are never split, so this is the price of a revert.
 */
export function collateralOf(
  carriers: readonly Tuple[],
  others: readonly Tuple[],
  box: Reach,
  known: Known = {},
): Reach {
  return minus(minus(reachOf(carriers, known), reachOf(others, known)), box);
}

/**
 * Whether what a rule permits was certainly permitted already: it opened nothing. It takes effect when the rule that hides
 * it goes, so it is told.
 */
export function isLatent(added: Reach, before: Reach): boolean {
  return !isEmpty(added) && covers(before, added);
}
