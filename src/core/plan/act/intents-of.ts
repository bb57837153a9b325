import type { Rule } from '../../group/rule.ts';
import { digestName } from '../../leaf/digest.ts';
import type { Instant } from '../../leaf/instant.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Respond } from '../../policy/scale.ts';
import type { Decision, ResponseStep } from '../decision.ts';
import { firstChange } from '../first-change.ts';
import type { Before } from './before.ts';
import type { Aim, Intent, Site } from './intent.ts';
import { inverseOfDecision } from './inverse-of-decision.ts';
import { sayAim } from './say-aim.ts';

/** With what intents are made. */
export interface Intending {
  readonly policy: Pick<Policy, 'digest' | 'grants'>;
  readonly site: Site;
  /** Milliseconds for which a restore, and what a pipeline did, waits for more of it (`LiveSettings.quiet`). */
  readonly quiet: number;
  readonly now: Instant;
  /** The actor is a pipeline that the policy trusts, by what AWS asserts of it. */
  readonly pipeline?: boolean;
  /**
   * What it begins with, where that is not the decision's own first change: what a sweep saw before its record came, or the
   * revision that puts an earlier action right.
   */
  readonly first?: string;
  /** What stood before beside rules. */
  readonly before?: Before;
}

/** An action to be taken, and when; or (`ask`) one that a person has to agree to first, maybe without anything to do. */
export interface DueIntent {
  readonly intent: Intent;
  readonly due: Instant;
  readonly ask: boolean;
  /** Id of the step of the response. */
  readonly step: string;
  /** What is not given back by it, as words: for the person who is asked. */
  readonly unsure: readonly string[];
}

/**
 * What follows from a decision: one intent for each step that does something or asks, in enforce mode only. `image`: the
 * before-image. A step for which something is not known becomes a question: without a before-image nothing is put back
 * (a Modify can then not be undone exactly).
 */
export function intentsOf(decision: Decision, image: readonly Rule[] | null, how: Intending): readonly DueIntent[] {
  const { response, on } = decision;
  if (response?.mode !== 'enforce' || on.id === null || on.kind === 'vpc') return [];
  return response.steps
    .filter((step) => step.do !== 'none' && step.state !== 'refused')
    .flatMap((step) => intentOf(decision, step, image, how));
}

function intentOf(
  decision: Decision,
  step: ResponseStep,
  image: readonly Rule[] | null,
  how: Intending,
): readonly DueIntent[] {
  const { aims: inverse, unsure } = inverseOfDecision(decision, step, image, how.before ?? {});
  const act = doOf(step.do, inverse);
  const aims = act === 'revert' && isMissed(decision) ? inverse.map(asLost) : inverse;
  const question = { ask: true, due: how.now, step: step.id, unsure };
  if (step.do === 'ask' || aims.length === 0)
    return [{ ...question, intent: writeIntent(decision, act, aims, step.rules, how) }];
  const intent = writeIntent(decision, act, aims, [], how);
  const own: DueIntent = { intent, ask: false, due: dueOf(decision, act, how), step: step.id, unsure: [] };
  return unsure.length === 0 ? [own] : [own, { ...question, intent: writeIntent(decision, act, [], step.rules, how) }];
}

/** Whether a check wants back what a change took, beside what others have against it. */
function isMissed({ verdict }: Decision): boolean {
  return verdict?.checks.some(({ respond, ruling }) => ruling === 'breach' && respond.includes('restore')) ?? false;
}

function asLost(aim: Aim): Aim {
  return aim.kind === 'rewrite' ? { ...aim, lost: true } : aim;
}

function doOf(wish: Respond, aims: readonly Aim[]): Intent['do'] {
  if (wish === 'expire' || wish === 'restore' || wish === 'revert') return wish;
  return aims.length > 0 && aims.every(({ kind }) => kind === 'open') ? 'restore' : 'revert';
}

function dueOf({ actor, verdict }: Decision, act: Intent['do'], { now, quiet, policy, pipeline }: Intending): Instant {
  if (act === 'expire') return now + policy.grants.max;
  if (act === 'restore') return now + quiet;
  const isPipeline = pipeline === true || actor.via.value === 'terraform' || actor.via.value === 'cloudformation';
  return isPipeline && verdict?.severity !== 'critical' ? now + quiet : now;
}

/** The id follows from what is done to what, and from the change that began it: however often it is decided, it is one action. */
function writeIntent(
  decision: Decision,
  act: Intent['do'],
  aims: readonly Aim[],
  asked: readonly string[],
  { site, policy, first }: Intending,
): Intent {
  const { on, verdict, actor, id } = decision;
  const kind = on.kind === 'vpc' ? 'group' : on.kind;
  const began = first ?? firstChange(decision);
  const about = [site.account, site.region, kind, on.id, act, began, aims.map(sayAim).sort(), [...asked].sort()];
  return {
    action: `act_${digestName(JSON.stringify(about))}`,
    for: id,
    do: act,
    site,
    on: { kind, id: on.id! },
    aims,
    severity: verdict?.severity ?? 'none',
    actor: actor.principal,
    policy: policy.digest,
  };
}
