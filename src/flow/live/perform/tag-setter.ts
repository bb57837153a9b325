import type { Change } from '../../../core/change/change.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import type { Actor } from '../../../core/trail/actor.ts';
import { actorInAny } from '../../../core/verdict/actor-sets.ts';
import { isCertain } from '../../../core/verdict/answer.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';

/**
 * Who gave a tag the value that it has now, and when; `null` where no record shows it. Of several changes of it in one
 * second nothing but that value tells which came last.
 */
export function tagSetter(
  evidence: readonly SubjectEvidence[],
  key: string,
  value: string,
): { readonly actor: Actor; readonly at: Instant } | null {
  const moves = evidence.filter((each) => each.kind === 'change').filter(({ change }) => moved(change, key));
  const last = Math.max(...moves.map(({ at }) => at));
  const setter = moves.find(({ at, change }) => at === last && setBy(change)?.[key] === value);
  return setter === undefined ? null : { actor: setter.change.record.actor, at: last };
}

/** Whether a change set or removed a tag of the group itself. */
function moved(change: Change, key: string): boolean {
  if (change.record.result !== 'applied') return false;
  const isRemoved = change.kind === 'tags-changed' && change.rule === null && change.removed.includes(key);
  return isRemoved || Object.hasOwn(setBy(change) ?? {}, key);
}

function setBy(change: Change): Readonly<Record<string, string>> | null {
  if (change.kind === 'group-created') return change.tags;
  return change.kind === 'tags-changed' && change.rule === null ? change.set : null;
}

/** Whether somebody may set tags that keep our hands off a group. */
export function maySetGuards({ directory, safety }: Policy, actor: Actor, account: string): boolean {
  return isCertain(actorInAny(actor, safety.neverTouch.setBy, { group: { account }, directory }));
}
