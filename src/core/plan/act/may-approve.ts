import type { Instant } from '../../leaf/instant.ts';
import type { Grants } from '../../policy/policy.ts';
import { forEnvironment } from '../../policy/scale.ts';

/** A question to people, as far as an answer to it depends on it (`AskRow`). */
export interface Ask {
  readonly environment: string;
  readonly owner: string;
  /** Who did what it is about; `null` when nobody is known. */
  readonly requester: string | null;
  readonly until: Instant;
  readonly approvedBy: readonly string[];
  readonly state: 'waiting' | 'approved' | 'denied' | 'expired';
}

/** A person who answers. `names`: all by which they may be known, the one that is kept first; `teams`: what they belong to. */
export interface Approver {
  readonly names: readonly [string, ...string[]];
  readonly teams: readonly string[];
}

/** Whether an approval counts: `approved` = it is enough now, `more` = others are still needed. */
export interface Approval {
  readonly kind: 'approved' | 'more' | 'refused';
  readonly why: string;
}

/**
 * Whether a person may approve. In `from` and `not` of the policy, `owner` stands for the group's owner, `requester` for
 * who did it, anything else for a person or team. Nobody counts twice.
 */
export function mayApprove(ask: Ask, person: Approver, grants: Grants, now: Instant): Approval {
  const { from, count, not } = forEnvironment(grants.approve, ask.environment);
  const [name] = person.names;
  if (ask.state !== 'waiting') return refused(`it is ${ask.state} already`);
  if (now >= ask.until) return refused('nobody answered in time');
  if (person.names.some((one) => ask.approvedBy.includes(one))) return refused(`${name} has approved it already`);
  const excluded = not.find((word) => isMeant(word, ask, person));
  if (excluded !== undefined) return refused(`${name} may not: the policy excludes ${excluded}`);
  if (!from.some((word) => isMeant(word, ask, person)))
    return refused(`${name} may not: the policy wants leave from ${from.join(' or ') || 'nobody'}`);
  const missing = count - ask.approvedBy.length - 1;
  return missing <= 0
    ? { kind: 'approved', why: `approved by ${[...ask.approvedBy, name].join(', ')}` }
    : { kind: 'more', why: `${missing} more must approve` };
}

function isMeant(word: string, { owner, requester }: Ask, { names, teams }: Approver): boolean {
  if (word === 'requester') return requester !== null && names.includes(requester);
  const wanted = word === 'owner' ? owner : word;
  return names.includes(wanted) || teams.includes(wanted);
}

function refused(why: string): Approval {
  return { kind: 'refused', why };
}
