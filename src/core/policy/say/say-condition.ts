import type { Condition } from '../policy.ts';
import { saySpan } from '../span.ts';
import { type Naming, sayMeaning } from './naming.ts';
import { sayWhereParts } from './say-where.ts';
import { saysOr } from './words.ts';

/** A condition on a change as words that follow `when` or `unless`: `it is done by pipeline (…) and the group is in prod`. */
export function sayCondition(condition: Condition, naming: Naming): string {
  const { actor, source, via, mfa, exposed, recurred, unfamiliar } = condition;
  const parts: string[] = [];
  if (actor !== undefined) parts.push(`it is done by ${saysOr(actor.map((set) => naming.actors(set))) || 'nobody'}`);
  if (source !== undefined) parts.push(`the call comes from ${sayMeaning(source)}`);
  if (via !== undefined) parts.push(`the call says it comes through ${saysOr(via)}`);
  if (mfa !== undefined) parts.push(sayEither(mfa, 'it is done with MFA', 'it is done without MFA'));
  if (exposed !== undefined) {
    parts.push(sayEither(exposed, 'the group is on something exposed', 'the group is on nothing exposed'));
  }
  if (recurred !== undefined) parts.push(`it was closed before and is back within ${saySpan(recurred.within)}`);
  if (unfamiliar !== undefined) {
    parts.push(`its actor had not changed the group in the ${saySpan(unfamiliar.within)} before`);
  }
  const where = sayWhereParts(condition);
  if (where.length > 0) parts.push(`the group is one ${where.join(', ')}`);
  return parts.length === 0 ? 'always' : parts.join(' and ');
}

function sayEither(wanted: readonly boolean[], yes: string, no: string): string {
  return saysOr([...(wanted.includes(true) ? [yes] : []), ...(wanted.includes(false) ? [no] : [])]);
}
