import type { GroupFacts } from '../core/facts/facts.ts';
import type { Trace } from '../core/ledger/trace.ts';
import { fitsAny } from '../core/policy/glob.ts';
import type { Actor } from '../core/trail/actor.ts';
import { actorInAny } from '../core/verdict/actor-sets.ts';
import { isCertain } from '../core/verdict/answer.ts';
import type { Judging } from '../core/verdict/matter.ts';

/**
 * Why a group is never touched by its tags, in words; `null` where it may be. A guard tag counts only where a record
 * shows that one of those who may set it did: on a tag change, or when the group was made.
 */
export function guardTags(
  traces: readonly Trace[],
  { upTo, facts, judging }: { readonly upTo: number; readonly facts: GroupFacts; readonly judging: Judging },
): string | null {
  const { safety, directory } = judging.policy;
  for (const [key, values] of Object.entries(safety.neverTouch.tags)) {
    const value = facts.tags !== null && Object.hasOwn(facts.tags, key) ? facts.tags[key]! : null;
    if (value === null || !fitsAny(values, value)) continue;
    const setter = setterOf(traces, upTo, key, value);
    if (setter === null) continue;
    if (isCertain(actorInAny(setter, safety.neverTouch.setBy, { group: facts, directory })))
      return `tagged ${key}=${value} by ${setter.person ?? setter.principal ?? 'an actor who may'}`;
  }
  return null;
}

function setterOf(traces: readonly Trace[], upTo: number, key: string, value: string): Actor | null {
  for (let place = upTo; place >= 0; place--) {
    const { change } = traces[place]!;
    if (change === null || change.record.result !== 'applied') continue;
    const isOwn = change.kind === 'tags-changed' && change.rule === null;
    const tags = isOwn ? change.set : change.kind === 'group-created' ? change.tags : null;
    if (tags !== null && Object.hasOwn(tags, key)) return tags[key] === value ? change.record.actor : null;
    if (isOwn && change.removed.includes(key)) return null;
  }
  return null;
}
