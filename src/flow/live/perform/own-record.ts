import type { Ec2Answer } from '../../../contracts/live.ts';
import type { Change } from '../../../core/change/change.ts';
import type { Rule, SeenRule } from '../../../core/group/rule.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { callWords } from '../../../core/plan/own/call-words.ts';
import { recordWords } from '../../../core/plan/own/record-words.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';

/**
 * What EC2 did on a call whose answer was lost, as CloudTrail's record of it tells; `null` while there is none. It is the
 * only other witness of which rules went.
 */
export function ownRecord(evidence: readonly SubjectEvidence[], order: Ec2Order, session: string): Ec2Answer | null {
  for (const each of evidence)
    if (each.kind === 'change' && isOf(each.change, order, session)) return answerOf(each.change);
  return null;
}

function isOf(change: Change, order: Ec2Order, session: string): boolean {
  const { actor, result } = change.record;
  const told = recordWords(change);
  if (result !== 'applied' || actor.session !== session || told === null) return false;
  return callWords(order).some(
    ({ call, on, words }) => call === told.call && on === told.on && words.join('\n') === told.words.join('\n'),
  );
}

function answerOf(change: Change): Ec2Answer {
  const told: readonly SeenRule[] =
    change.kind === 'rules-removed' || change.kind === 'rules-added' ? change.rules : [];
  const rules = told.filter(isWhole);
  return {
    revoked: change.kind === 'rules-removed' ? rules : null,
    made: change.kind === 'rules-added' ? rules : null,
    unknown: 0,
  };
}

function isWhole(rule: SeenRule): rule is Rule {
  return rule.direction !== null && rule.protocol !== null && rule.peer !== null;
}
