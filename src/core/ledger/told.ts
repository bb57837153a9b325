import type { Change, RulesChange } from '../change/change.ts';
import type { SeenRule } from '../group/rule.ts';
import type { Evidence } from './evidence.ts';
import { isBlank, isLost } from './standing.ts';

/** Evidence without the edits of rules that their records do not tell; a change may be left with none. The very same where all are told. */
export function toldOf(evidence: readonly Evidence[]): readonly Evidence[] {
  if (!evidence.some((each) => each.kind === 'change' && isCut(each.change))) return evidence;
  return evidence.map((each) => (each.kind === 'change' ? { ...each, change: toldIn(each.change) } : each));
}

/** Whether a record does not tell what it did to a rule, or to which. A revoke by id tells enough, whatever the rule said. */
export function isUntold(rule: SeenRule, change: Change): boolean {
  return isLost(rule, change) || (change.kind !== 'rules-removed' && isBlank(rule));
}

/** Whether a call came through that opened what its record does not tell. */
export function opensUntold(change: Change): boolean {
  return change.record.result === 'applied' && change.kind !== 'rules-removed' && isCut(change);
}

function toldIn(change: Change): Change {
  return isCut(change) ? { ...change, rules: change.rules.filter((rule) => !isUntold(rule, change)) } : change;
}

function isCut(change: Change): change is RulesChange {
  return isRulesChange(change) && change.rules.some((rule) => isUntold(rule, change));
}

/** Whether it is an edit of rules: they came, went, or were rewritten. */
export function isRulesChange(change: Change): change is RulesChange {
  return change.kind === 'rules-added' || change.kind === 'rules-removed' || change.kind === 'rules-modified';
}
