import { fitsAny } from '../policy/glob.ts';
import type { Check, Condition, Policy } from '../policy/policy.ts';
import {
  forEnvironment,
  type Mode,
  modes,
  type PerEnvironment,
  type Respond,
  responses,
  severities,
} from '../policy/scale.ts';
import { actorInAny } from './actor-sets.ts';
import { type Answer, answer, any, isCertain, no } from './answer.ts';
import { type GroupContext, groupContextOf } from './contexts.ts';
import type { Matter } from './matter.ts';
import { matchesWhere } from './where.ts';

/**
 * Whether a change of a group's tags lowers its protection: a check or baseline that applied before it applies no more,
 * or with a lesser severity, response or mode, or is excused or adjusted down by what the tags say; or the group becomes
 * one that is never touched, by somebody who may not make it so.
 */
export function lowersProtection(matter: Matter, scene: GroupContext, policy: Policy): Answer {
  if (matter.tags === null) return no;
  const before = groupContextOf({ ...scene.group, tags: matter.tags.before }, policy);
  const after = groupContextOf({ ...scene.group, tags: matter.tags.after }, policy);
  const asked = any([
    ...policy.checks.map((check) => isLesser(check, before, after, policy)),
    ...policy.baselines.map(({ where }) => appliesNoMore(where, before, after)),
  ]);
  if (isCertain(asked)) return asked;
  return any([asked, becomesUntouchable(matter, scene, policy)]);
}

function isLesser(check: Check, before: GroupContext, after: GroupContext, policy: Policy): Answer {
  const applied = matchesWhere(check.where, before);
  if (applied.is === 'no') return no;
  const applies = matchesWhere(check.where, after);
  if (applies.is === 'no') return applied;
  const [was, is] = [before.environment.value, after.environment.value];
  const isMilder =
    rank(severities, forEnvironment(check.severity, is)) < rank(severities, forEnvironment(check.severity, was)) ||
    strongest(check.respond, is) < strongest(check.respond, was) ||
    strongest(check.standing, is) < strongest(check.standing, was) ||
    (strongest(check.respond, was) > 0 && modeRank(policy.safety.mode, is) < modeRank(policy.safety.mode, was));
  if (isMilder) return applied;
  return any([
    ...check.unless.map((condition) => appliesNow(condition, before, after)),
    ...policy.adjust.map(({ by, when }) =>
      by < 0 ? appliesNow(when, before, after) : appliesNoMore(when, before, after),
    ),
  ]);
}

/** Only what a condition asks of the group can follow from its tags. */
function appliesNow(condition: Condition, before: GroupContext, after: GroupContext): Answer {
  return matchesWhere(condition, before).is === 'no' ? matchesWhere(condition, after) : no;
}

function appliesNoMore(condition: Condition, before: GroupContext, after: GroupContext): Answer {
  return matchesWhere(condition, after).is === 'no' ? matchesWhere(condition, before) : no;
}

function becomesUntouchable(matter: Matter, { group }: GroupContext, { safety, directory }: Policy): Answer {
  const { before, after } = matter.tags!;
  const isGuard = (tags: Readonly<Record<string, string>>, key: string, values: readonly string[]) =>
    Object.hasOwn(tags, key) && fitsAny(values, tags[key]!);
  const becomes = Object.entries(safety.neverTouch.tags).some(
    ([key, values]) => isGuard(after, key, values) && !isGuard(before, key, values),
  );
  if (!becomes) return no;
  return answer(!isCertain(actorInAny(matter.actor, safety.neverTouch.setBy, { group, directory })));
}

function strongest(respond: PerEnvironment<readonly Respond[]>, environment: string): number {
  return Math.max(0, ...forEnvironment(respond, environment).map((one) => rank(responses, one)));
}

function modeRank(mode: PerEnvironment<Mode>, environment: string): number {
  return rank(modes, forEnvironment(mode, environment));
}

function rank<T>(scale: readonly T[], value: T): number {
  return scale.indexOf(value);
}
