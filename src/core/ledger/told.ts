import type { Change, RulesChange } from '../change/change.ts';
import type { SeenRule } from '../group/rule.ts';
import type { Evidence } from './evidence.ts';
import { isBlank, isLost } from './standing.ts';

/** Evidence without the edits of rules that their records do not tell. The very same where all are told. */
export function toldOf(evidence: readonly Evidence[]): readonly Evidence[] {
  const isWhole = (each: Evidence) => each.kind !== 'change' || toldIn(each.change) === each.change;
  if (evidence.every(isWhole)) return evidence;
  return evidence.map((each) => (each.kind === 'change' ? { ...each, change: toldIn(each.change) } : each));
}

/** Whether a record does not tell what it did to a rule, or to which: of a revoke by id it does, whatever the rule said. */
export function isUntold(rule: SeenRule, change: Change): boolean {
  return isLost(rule, change) || (change.kind !== 'rules-removed' && isBlank(rule));
}

function toldIn(change: Change): Change {
  if (!isRules(change) || !change.rules.some((rule) => isUntold(rule, change))) return change;
  return { ...change, rules: change.rules.filter((rule) => !isUntold(rule, change)) };
}

function isRules(change: Change): change is RulesChange {
  return change.kind === 'rules-added' || change.kind === 'rules-removed' || change.kind === 'rules-modified';
}
