import type { Ec2Answer } from '../../../contracts/live.ts';
import type { Change } from '../../../core/change/change.ts';
import type { Rule, SeenRule } from '../../../core/group/rule.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { callWords } from '../../../core/plan/own/call-words.ts';
import { recordWords } from '../../../core/plan/own/record-words.ts';
import { recordKey } from '../../load.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import { readRow } from '../tables.ts';
import { expectNames } from './announce.ts';
import type { Performing } from './performing.ts';

/**
 * What EC2 did on a call whose answer was lost, as CloudTrail's record of it tells; `null` while there is none. It is the
 * only other witness of which rules went. An action may say the same twice, so that the record has to be the one that this
 * attempt announced; but rules of the same ids go only once, whichever attempt it was.
 */
export async function ownRecord(
  { parts, row }: Pick<Performing, 'parts' | 'row'>,
  evidence: readonly SubjectEvidence[],
): Promise<Ec2Answer | null> {
  const { attempt, pending: order } = row;
  if (order === null) return null;
  const { name } = parts.reverter.session(order);
  const told = evidence.flatMap((each) =>
    each.kind === 'change' && isOf(each.change, order, name) ? [each.change] : [],
  );
  if (told.length === 0) return null;
  if (order.call === 'revoke') return answerOf(told[0]!);
  const { rows } = await parts.store.view({ rows: expectNames(order, name, attempt) });
  const met = new Set(rows.map((each) => readRow('expect', each)?.record));
  const own = told.find(({ record }) => met.has(recordKey(record)));
  return own === undefined ? null : answerOf(own);
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
