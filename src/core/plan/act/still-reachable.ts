import type { Rule } from '../../group/rule.ts';
import { meets } from '../../reach/algebra.ts';
import { type Known, reachOf } from '../../reach/reach.ts';
import type { Intent } from './intent.ts';
import type { Live } from './live.ts';
import { rulesOf } from './next-order.ts';
import { tupleText } from './tuple-text.ts';

/**
 * What an action closed and other rules of the group permit all the same, in whole or in part: `sgr-… ingress all
 * 0.0.0.0/0`. They are not ours to touch, but "closed" would be only half of the truth.
 */
export function stillReachable(intent: Intent, live: Live, known: Known): readonly string[] {
  const closed = reachOf(
    intent.aims.flatMap((aim) => (aim.kind === 'close' ? [aim.rule] : aim.kind === 'rewrite' ? [aim.from] : [])),
    known,
  );
  const meant = new Set<string | null>(intent.aims.flatMap((aim) => (aim.kind === 'rewrite' ? [aim.id] : [])));
  return rulesOf(live)
    .filter((rule) => !meant.has(rule.id) && meets(reachOf([rule], known), closed))
    .map((rule: Rule) => `${rule.id ?? 'a rule without id'} ${tupleText(rule)}`);
}
