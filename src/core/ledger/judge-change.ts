import type { Attached, Change } from '../change/change.ts';
import { type GroupFacts, noPast, type Past } from '../facts/facts.ts';
import { addVerdict } from '../plan/add-verdict.ts';
import type { Decision } from '../plan/decision.ts';
import { joinVerdicts } from '../plan/join-verdicts.ts';
import { intersect, isEmpty, minus } from '../reach/algebra.ts';
import { type Bounds, type Effect, noEffect } from '../reach/bounds.ts';
import { nothing } from '../reach/reach.ts';
import { judge } from '../verdict/judge.ts';
import type { Judged, Judging, Matter, Objection, Part } from '../verdict/matter.ts';
import type { CheckVerdict, Unknown } from '../verdict/verdict.ts';

/** On what a change of something that is no group is judged. */
export interface ChangeGrounds {
  readonly judging: Judging;
  /** Times of refused calls of its actor. */
  readonly attempts: Past['attempts'];
  readonly since: Past['since'];
}

/** The same for groups put on something, or taken off it: each with what it permits at that time. */
export interface AttachmentGrounds extends ChangeGrounds {
  readonly groups: readonly { readonly facts: GroupFacts; readonly bounds: Bounds }[];
}

/** Adds what a policy says of one change with these parts. */
export function judgeChange(
  decision: Decision,
  change: Change,
  grounds: ChangeGrounds & { readonly parts: readonly Part[] },
): Decision {
  const { judging, parts } = grounds;
  return addVerdict(decision, judge(matterOf(change, parts, grounds), judging), judging, actingOn(parts));
}

/**
 * Adds what a policy says of groups put on something. Where not all their rules are known, it is judged once more as if
 * they permitted all that is possible: what objects only then is `unknown`.
 */
export function judgeAttachment(
  decision: Decision,
  change: Attached,
  told: { readonly effect: Effect; readonly before: Bounds | null; readonly after: Bounds; readonly known: boolean },
  grounds: AttachmentGrounds,
): Decision {
  const { effect, before, after, known } = told;
  const { judging, groups } = grounds;
  const partsBy = (meant: Effect) =>
    groups.map(({ facts, bounds }) => ({ group: facts, effect: within(meant, bounds), passing: null, after }));
  const parts = partsBy(effect);
  const acting = actingOn(parts);
  const isCertain = known || effect === noEffect;
  if (isCertain) {
    const judged = judge(matterOf(change, parts, grounds), judging);
    return addVerdict(decision, effect.lost.unknown ? untold(judged, judging) : judged, judging, acting);
  }
  const all = minus(after.possible, before?.certain ?? nothing);
  const perhaps = partsBy({ ...effect, gained: { atMost: all, atLeast: nothing } });
  const possible = doubted(judge(matterOf(change, perhaps, grounds), judging));
  const { gained, lost } = effect;
  if (isEmpty(gained.atMost) && isEmpty(lost.atMost)) return addVerdict(decision, possible, judging, acting);
  const judged = judge(matterOf(change, parts, grounds), judging);
  const verdict = joinVerdicts(judged.verdict, possible.verdict);
  const objections = [...judged.objections, ...possible.objections];
  return addVerdict(decision, { ...judged, verdict, objections }, judging, acting);
}

function matterOf(change: Change, parts: readonly Part[], { attempts, since }: ChangeGrounds): Matter {
  const { at, result, actor } = change.record;
  return { at, result, kinds: [change.kind], actor, parts, tags: null, past: { ...noPast, attempts, since } };
}

/** Nothing is undone on interfaces and lists by the rules of groups that the change did not touch. */
function actingOn(parts: readonly Part[]) {
  const groups = parts.map(({ group }) => ({ id: group.id, name: group.name }));
  return { groups, tags: null, guarded: null, others: () => ({ rules: [], known: {} }) };
}

/** The part of an effect that one group accounts for. */
function within({ gained, lost }: Effect, bounds: Bounds): Effect {
  return {
    gained: { atMost: intersect(gained.atMost, bounds.possible), atLeast: intersect(gained.atLeast, bounds.certain) },
    lost: {
      atMost: intersect(lost.atMost, bounds.possible),
      atLeast: intersect(lost.atLeast, bounds.certain),
      unknown: false,
    },
  };
}

/** Groups went that nobody names: whether a check of what must stay would object, is told as not known. */
function untold(judged: Judged, { policy }: Judging): Judged {
  if (!policy.checks.some(({ when }) => when.kind === 'lost')) return judged;
  const what: Unknown = { what: 'groups', why: 'which groups were taken off is not known', could: 'raise' };
  const { verdict } = judged;
  return { ...judged, verdict: { ...verdict, unknowns: [...verdict.unknowns, what].sort(byWhat) } };
}

function byWhat(a: Unknown, b: Unknown): number {
  return a.what < b.what ? -1 : a.what > b.what ? 1 : 0;
}

const why: Unknown = { what: 'rules', why: 'not all rules of these groups are known', could: 'raise' };

function doubted(judged: Judged): Judged {
  const { verdict } = judged;
  if (verdict.ruling !== 'breach' && verdict.ruling !== 'unknown') return judged;
  const doubt = <T extends CheckVerdict | Objection>(each: T): T =>
    each.ruling === 'breach' ? { ...each, ruling: 'unknown' } : each;
  return {
    ...judged,
    verdict: { ...verdict, ruling: 'unknown', checks: verdict.checks.map(doubt), unknowns: [why] },
    objections: judged.objections.map(doubt),
  };
}
