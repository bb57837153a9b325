import { equals, isEmpty, minus } from '../../reach/algebra.ts';
import { sayEach } from '../../reach/explain.ts';
import type { Check, Policy, Question } from '../policy.ts';
import { newNaming } from '../say/naming.ts';
import { sayCheck } from '../say/say-check.ts';
import { sayCondition } from '../say/say-condition.ts';
import { sayQuestion } from '../say/say-question.ts';
import { sayWhere } from '../say/say-where.ts';
import { saysOr } from '../say/words.ts';
import { forEnvironment, type PerEnvironment } from '../scale.ts';
import { difference, type PolicyDifference } from './difference.ts';

/** Checks that came, went, or ask, excuse, count or do otherwise than before, member by member. */
export function compareChecks(old: Policy | null, next: Policy): readonly PolicyDifference[] {
  const was = new Map(old?.checks.map((check) => [check.id, check]));
  const is = new Map(next.checks.map((check) => [check.id, check]));
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((id) => {
    const [before, now] = [was.get(id), is.get(id)];
    if (before === undefined) return [difference('check', id, 'added', `added: ${sayCheck(now!, next)}`)];
    if (now === undefined) return [difference('check', id, 'removed', `removed: ${sayCheck(before, old!)}`)];
    return membersThatDiffer(before, now, old!, next).map((what) => difference('check', id, 'changed', what));
  });
}

function membersThatDiffer(before: Check, now: Check, old: Policy, next: Policy): readonly string[] {
  const pair = (member: string, say: (check: Check, policy: Policy) => string) => {
    const [was, is] = [say(before, old), say(now, next)];
    return was === is ? [] : [`${member} ${was} → ${is}`];
  };
  return [
    ...pair('says', ({ say }) => say),
    ...pair('where', ({ where }) => sayWhere(where)),
    ...questionsThatDiffer(before.when, now.when, old, next),
    ...pair(
      'unless',
      ({ unless }, policy) => saysOr(unless.map((one) => sayCondition(one, newNaming(policy)))) || 'nothing',
    ),
    ...perEnvironment('severity', before.severity, now.severity, (word) => word),
    ...perEnvironment('respond', before.respond, now.respond, (words) => words.join(', ')),
    ...perEnvironment('standing', before.standing, now.standing, (words) => words.join(', ')),
    ...pair('playbook', ({ playbook }) => playbook ?? 'none'),
    ...pair('locked', ({ locked }) => (locked ? 'yes' : 'no')),
  ];
}

function questionsThatDiffer(before: Question, now: Question, old: Policy, next: Policy): readonly string[] {
  const said = (question: Question, policy: Policy) => sayQuestion(question, '', newNaming(policy));
  const [was, is] = [said(before, old), said(now, next)];
  if (was !== is) return [`asks when ${was} → when ${is}`];
  if (!('box' in before) || !('box' in now) || equals(before.box, now.box)) return [];
  // The words are the same where a long set changed: then the difference itself is told.
  const [more, less] = [minus(now.box, before.box), minus(before.box, now.box)];
  return [
    ...(isEmpty(more) ? [] : [`asks also whether ${sayEach(more, 'standing')[0]}`]),
    ...(isEmpty(less) ? [] : [`asks no longer whether ${sayEach(less, 'standing')[0]}`]),
  ];
}

function perEnvironment<T>(
  member: string,
  before: PerEnvironment<T>,
  now: PerEnvironment<T>,
  say: (value: T) => string,
): readonly string[] {
  const [otherwise, otherwiseNow] = [say(before.else), say(now.else)];
  const named = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((each) => each !== 'else').sort();
  const changed = named.flatMap((environment) => {
    const [was, is] = [say(forEnvironment(before, environment)), say(forEnvironment(now, environment))];
    return was === is ? [] : [`${member} ${environment} ${was} → ${is}`];
  });
  return otherwise === otherwiseNow ? changed : [...changed, `${member} else ${otherwise} → ${otherwiseNow}`];
}
