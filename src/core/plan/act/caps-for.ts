import { digestName } from '../../leaf/digest.ts';
import type { Instant } from '../../leaf/instant.ts';
import type { Policy, Rate } from '../../policy/policy.ts';
import type { Intent } from './intent.ts';

/** A use of a cap, as a store counts it: at most `count` within any `per` milliseconds; the same `by` counts once. */
export interface CapUsed {
  readonly name: string;
  readonly per: number;
  readonly count: number;
  readonly at: Instant;
  readonly by: string;
}

/**
 * What an action uses up of the policy's caps: of its group, of the actor it answers (nobody's where none is known), of
 * its account. The last fifth of each, rounded up, is for the severities it is kept for; a cap of one has no such part.
 * What a person orders back (`undo`) is not capped: caps bound what we do unasked.
 */
export function capsFor(intent: Intent, { safety }: Pick<Policy, 'safety'>, now: Instant): readonly CapUsed[] {
  if (intent.do === 'undo') return [];
  const { caps } = safety;
  const { account, region } = intent.site;
  const mayUseAll = caps.reserveFor.includes(intent.severity);
  const use = (name: string, { count, per }: Rate): CapUsed => {
    const kept = mayUseAll || count < 2 ? 0 : Math.ceil(count / 5);
    return { name, per, count: count - kept, at: now, by: intent.action };
  };
  return [
    use(`group:${account}/${region}/${intent.on.id}`, caps.group),
    ...(intent.actor === null ? [] : [use(`actor:${digestName(intent.actor)}`, caps.actor)]),
    use(`account:${account}`, caps.account),
  ];
}
