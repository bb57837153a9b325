import type { SeenRule, Tuple } from '../group/rule.ts';
import type { BaselineGroup } from '../policy/policy.ts';
import { covers, minus, union, unionOf } from '../reach/algebra.ts';
import { type Reach, reachOf } from '../reach/reach.ts';
import type { Part } from './matter.ts';

/**
 * Of what a plan or a short permission lets in, that which an act may take without asking more: by those of its rules that
 * may have stood before the act. A wide rule that did not stand lets nobody shut out whom another rule had let in. What
 * is not told, or told by a prefix list, counts as having stood.
 */
export function mayBeLost({ rules, reach }: Pick<BaselineGroup, 'rules' | 'reach'>, part: Part): Reach {
  const { after, effect, group } = part;
  if (effect.lost.unknown) return reach;
  const before = union(after.possible, effect.lost.atMost);
  const known = group.id === null ? {} : { self: group.id };
  const each = rules.filter(isTold).map((rule) => reachOf([rule], known));
  const absent = unionOf(each.filter((one) => !covers(before, one)));
  const stood = unionOf(each.filter((one) => covers(before, one)));
  return minus(reach, minus(absent, stood));
}

function isTold(rule: SeenRule): rule is SeenRule & Tuple {
  const { direction, protocol, peer } = rule;
  return direction !== null && protocol !== null && peer !== null && peer.kind !== 'list';
}
