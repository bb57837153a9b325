import type { Tuple } from '../core/group/rule.ts';
import type { ListBook } from '../core/ledger/lists.ts';
import { ruleRows } from '../core/ledger/rule-rows.ts';
import { tupleKey, tupleOf } from '../core/ledger/standing.ts';
import type { Cut, Moment } from '../core/ledger/timeline.ts';
import type { Trace } from '../core/ledger/trace.ts';
import type { Known } from '../core/reach/reach.ts';

/**
 * The rules that stand after an act beside those it touched, and what prefix lists held then: what a response leaves.
 * To be asked only where something would be done.
 */
export function othersAfter(
  act: readonly Trace[],
  group: {
    readonly key: string;
    readonly lists: ListBook;
    readonly momentAt: (cut: Cut) => Moment | null;
  },
): { readonly rules: readonly Tuple[]; readonly known: Known } {
  const { key, lists, momentAt } = group;
  const moment = momentAt({ kind: 'after', id: act.at(-1)!.id });
  const entries = (id: string) => (moment?.lists.get(id) ?? lists.get(id)?.still)?.entries ?? null;
  const touched = new Set(ruleRows(act).flatMap((rule) => [rule.id, tupleKey(rule)]));
  const rules: Tuple[] = [];
  for (const rule of moment?.rules ?? []) {
    const isLeft = rule.sure && !touched.has(rule.id ?? '') && !touched.has(tupleKey(rule));
    const tuple = isLeft ? tupleOf(rule) : null;
    if (tuple !== null) rules.push(tuple);
  }
  return { rules, known: { self: key, lists: entries } };
}
