import type { Instant } from '../../../core/leaf/instant.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import type { Actor } from '../../../core/trail/actor.ts';
import { actorInAny } from '../../../core/verdict/actor-sets.ts';
import { isCertain } from '../../../core/verdict/answer.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';

/** Who gave a tag the value that it has now, and when; `null` where no record shows it. */
export function tagSetter(
  evidence: readonly SubjectEvidence[],
  key: string,
  value: string,
): { readonly actor: Actor; readonly at: Instant } | null {
  for (const each of evidence.toSorted((a, b) => b.at - a.at)) {
    if (each.kind !== 'change' || each.change.record.result !== 'applied') continue;
    const { change } = each;
    const isOwn = change.kind === 'tags-changed' && change.rule === null;
    const tags = isOwn ? change.set : change.kind === 'group-created' ? change.tags : null;
    if (tags !== null && Object.hasOwn(tags, key))
      return tags[key] === value ? { actor: change.record.actor, at: each.at } : null;
    if (isOwn && change.removed.includes(key)) return null;
  }
  return null;
}

/** Whether somebody may set tags that keep our hands off a group. */
export function maySetGuards({ directory, safety }: Policy, actor: Actor, account: string): boolean {
  return isCertain(actorInAny(actor, safety.neverTouch.setBy, { group: { account }, directory }));
}
