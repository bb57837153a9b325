import type { Check, Policy } from '../policy.ts';
import { type Naming, newNaming } from './naming.ts';
import { sayCondition } from './say-condition.ts';
import { sayPerEnvironment, sayResponds } from './say-per-environment.ts';
import { sayQuestion } from './say-question.ts';
import { sayWhere, sayWhereParts } from './say-where.ts';
import { capital } from './words.ts';

/**
 * A check in one plain sentence, and one each for playbook and lock: `In prod critical, elsewhere medium: when any part
 * of the Internet can newly reach tcp 22, unless …; revert in prod, ask elsewhere.`
 */
export function sayCheck(check: Check, policy: Pick<Policy, 'addresses'>, naming: Naming = newNaming(policy)): string {
  const on = sayWhereParts(check.where).length === 0 ? '' : sayWhere(check.where);
  const question = sayQuestion(check.when, on, naming);
  const excuses = check.unless.map((excuse) => sayCondition(excuse, naming));
  const unless = excuses.length === 0 ? '' : `, unless ${excuses.join(', or unless ')}`;
  const severity = sayPerEnvironment(check.severity, (word) => (word === 'none' ? 'no severity' : word));
  const respond = sayResponds(check.respond) ?? 'nothing is done to the group';
  const standing = sayResponds(check.standing);
  const stands = standing === null ? '' : `; where it stands already, ${standing}`;
  return [
    `${capital(severity)}: when ${question}${unless}; ${respond}${stands}.`,
    ...(check.playbook === null ? [] : [`What to do then: ${check.playbook}.`]),
    ...(check.locked ? ['Locked: later files may only tighten it.'] : []),
  ].join(' ');
}
