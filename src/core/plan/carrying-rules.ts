import type { Direction, SeenRule, Tuple } from '../group/rule.ts';
import { meets } from '../reach/algebra.ts';
import { touches } from '../reach/places.ts';
import { type Known, reachOf } from '../reach/reach.ts';
import type { Objection } from '../verdict/matter.ts';
import type { RuleRow } from './decision.ts';

/** Whether a check objects to what went, not to what came. */
export function isLoss({ asked, check }: Pick<Objection, 'asked' | 'check'>): boolean {
  return asked === null ? check.endsWith('.missing') : asked.when.kind === 'lost';
}

/** Rules of a change that carry what is objected to: those it brought or, of a loss, those it took. */
export function carryingRules(
  { reach }: Pick<Objection, 'reach'>,
  loss: boolean,
  { rules, known }: { readonly rules: readonly RuleRow[]; readonly known: Known },
): RuleRow[] {
  const ops: readonly RuleRow['op'][] = loss ? ['remove', 'before'] : ['add', 'after'];
  return rules.filter((rule) => {
    const tuples = ops.includes(rule.op) ? tuplesOf(rule) : [];
    const carried = reachOf(tuples, known);
    return meets(carried, reach) || touches(carried, reach) !== 'no';
  });
}

/** What a rule permits, as far as it is told; in either direction where that is not. */
export function tuplesOf({ direction, protocol, ports, peer }: SeenRule): readonly Tuple[] {
  if (protocol === null || peer === null) return [];
  const directions: readonly Direction[] = direction === null ? ['ingress', 'egress'] : [direction];
  return directions.map((each) => ({ direction: each, protocol, ports, peer }));
}
