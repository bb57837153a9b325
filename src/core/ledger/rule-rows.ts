import type { RuleRow } from '../plan/decision.ts';
import { type StandingRule, tupleKey } from './standing.ts';
import type { Trace } from './trace.ts';

/**
 * The rules that one change, or several together, touched: of a single change what came (`add`), went (`remove`) or was
 * before and after a Modify; of several only what differs in the end, a rule that came back with the same content not.
 */
export function ruleRows(traces: readonly Trace[]): readonly RuleRow[] {
  const attempted = attemptedRules(traces);
  if (attempted !== null) return attempted;
  const removed = new Map<string, StandingRule>();
  const returned = new Map<string, StandingRule>();
  const added = new Map<string, StandingRule>();
  for (const { delta } of traces) {
    for (const rule of delta.removed) {
      const key = identity(rule);
      if (!added.delete(key)) removed.set(key, returned.get(key) ?? rule);
    }
    for (const rule of delta.added) {
      const key = identity(rule);
      const same = traces.length === 1 ? undefined : removed.get(key);
      if (same === undefined) added.set(key, rule);
      else returned.set(key, same);
      if (same !== undefined) removed.delete(key);
    }
  }
  const own = new Set(traces.map((trace) => trace.change));
  const isRewritten = ({ id, born, since }: StandingRule) => id !== null && since !== born && !own.has(born);
  const rewritten = new Set([...added.values()].filter(isRewritten).map((rule) => rule.id));
  const row = (rule: StandingRule, op: RuleRow['op']): RuleRow => {
    const { id, direction, protocol, ports, peer, description } = rule;
    return { op, id, direction, protocol, ports, peer, description };
  };
  return [
    ...[...removed.values()].map((rule) => row(rule, rewritten.has(rule.id) ? 'before' : 'remove')),
    ...[...added.values()].map((rule) => row(rule, rewritten.has(rule.id) ? 'after' : 'add')),
  ];
}

/** What a call that did nothing had asked for, and what a description was changed to: as the record says it. */
function attemptedRules(traces: readonly Trace[]): readonly RuleRow[] | null {
  const [{ change }] = traces as [Trace];
  if (traces.length > 1 || change === null || !('rules' in change)) return null;
  if (change.kind === 'group-created' || (change.record.result === 'applied' && change.kind !== 'described'))
    return null;
  return change.rules;
}

function identity(rule: StandingRule): string {
  return tupleKey(rule) ?? rule.key;
}
