import type { ActorSet, Policy } from '../../../core/policy/policy.ts';
import type { Actor } from '../../../core/trail/actor.ts';
import { actorInAny } from '../../../core/verdict/actor-sets.ts';
import { isCertain } from '../../../core/verdict/answer.ts';

/**
 * Whether who did it is a pipeline or service that the policy knows by what AWS asserts of it: it will do it again for
 * ever, so acting against it again and again is no protection but an outage (two controllers that fight).
 */
export function isTrusted(actor: Actor | null, policy: Policy, account: string): boolean {
  if (actor === null) return false;
  if (actor.type === 'AWSService') return true;
  return isCertain(actorInAny(actor, setsOf(policy), { group: { account }, directory: policy.directory }));
}

/** Every set of actors that the policy names to excuse somebody, or to let them set guard tags. */
function setsOf({ checks, safety }: Policy): readonly ActorSet[] {
  const excusing = checks.flatMap(({ unless }) => unless.flatMap(({ actor }) => actor ?? []));
  return [...excusing, ...safety.neverTouch.setBy];
}
