import type { Instant } from '../../../core/leaf/instant.ts';
import { breakGlassTag, readBreakGlass } from '../../../core/plan/act/break-glass.ts';
import { fitsAny } from '../../../core/policy/glob.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import { maySetGuards, tagSetter } from './tag-setter.ts';

/** What the tags that a group has now forbid: only where a record shows that somebody who may set them did. */
export interface TagGuards {
  /** Why it is never to be touched. */
  readonly guarded: string | null;
  readonly breakGlass: { readonly ticket: string; readonly until: Instant } | null;
}

/** With what tags are read. */
export interface GuardingTags {
  readonly tags: Readonly<Record<string, string>>;
  readonly evidence: readonly SubjectEvidence[];
  readonly policy: Policy;
  readonly account: string;
}

/** Reads the tags that keep our hands off a group: an attacker who sets one changes nothing. */
export function tagGuards(guarding: GuardingTags): TagGuards {
  return { guarded: guardedBy(guarding), breakGlass: breakGlassOf(guarding) };
}

function guardedBy(guarding: GuardingTags): string | null {
  for (const [key, values] of Object.entries(guarding.policy.safety.neverTouch.tags)) {
    const set = authorised(guarding, key);
    if (set !== null && fitsAny(values, set.value)) return `tagged ${key}=${set.value} by ${set.by}`;
  }
  return null;
}

function breakGlassOf(guarding: GuardingTags): TagGuards['breakGlass'] {
  const set = authorised(guarding, breakGlassTag);
  return set === null ? null : readBreakGlass(set.value, set.at);
}

function authorised({ tags, evidence, policy, account }: GuardingTags, key: string) {
  const value = Object.hasOwn(tags, key) ? tags[key]! : null;
  const setter = value === null ? null : tagSetter(evidence, key, value);
  if (value === null || setter === null || !maySetGuards(policy, setter.actor, account)) return null;
  return { value, at: setter.at, by: setter.actor.person ?? setter.actor.principal ?? 'an actor who may' };
}
