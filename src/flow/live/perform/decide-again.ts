import { passesForOurs } from '../../../core/change/passes-for-ours.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Aim, Intent } from '../../../core/plan/act/intent.ts';
import { type DueIntent, intentsOf } from '../../../core/plan/act/intents-of.ts';
import { offendingOf } from '../../../core/plan/act/offending.ts';
import { stillWanted } from '../../../core/plan/act/still-wanted.ts';
import { sameTuple } from '../../../core/plan/act/tuple-text.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { firstChange } from '../../../core/plan/first-change.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import type { JudgedSubject } from '../memory/judge-subject.ts';
import type { SubjectMemory } from '../memory/load-subject.ts';
import { stoodBefore } from '../memory/stood-before.ts';
import type { ActionRow } from '../tables.ts';
import { beforeChange } from '../watch/before-change.ts';
import { isInForce } from './granted.ts';
import type { ReRead } from './re-read.ts';

/** What today's judgement says of a stored intent. */
export interface DecidedAgain {
  /** What both want; `null` where nothing is left of it. */
  readonly intent: Intent | null;
  readonly environment: string;
}

/** With what it is decided. */
export interface DecidingAgain {
  readonly judged: JudgedSubject;
  readonly judging: Judging;
  readonly memory: Pick<SubjectMemory, 'evidence' | 'grants' | 'subject'>;
  readonly now: Instant;
  /** When it was taken stock of what stood (`Backlog`). */
  readonly adopted?: Instant | null;
  /** What was just read, where it was. */
  readonly read?: Pick<ReRead, 'live'>;
}

/**
 * Holds a stored intent against all that is known now and the policy in force now, by net effect. An order of a person
 * stands by itself, an undo as long as what it permits; what follows from a sweep or the end of a grant is held against what stands.
 */
export function decideAgain(row: Pick<ActionRow, 'intent' | 'approvedBy'>, deciding: DecidingAgain): DecidedAgain {
  const { intent } = row;
  const { acts, standing } = deciding.judged;
  const told = acts.find((act) => isBehind(act, intent)) ?? standing ?? acts.at(-1);
  const environment = told?.on.environment ?? 'else';
  if (intent.do === 'undo') {
    // A plan of a person is theirs to stand for; it comes without a permission.
    const stands = row.approvedBy !== undefined || isPermitted(intent, deciding);
    return { intent: stands ? intent : null, environment };
  }
  // What people approved is done just as they saw it, or not at all.
  const isExact = row.approvedBy !== undefined;
  const wanted = wantedNow(row, deciding);
  const still = stillWanted(intent, wanted, isExact);
  return { intent: still ?? (isExact ? null : restoredInstead(intent, wanted, deciding)), environment };
}

/**
 * What was to be given back for one change, as the act that it turned out to be part of wants it: the loss may be of what
 * another change of the act took, which was hidden as long as the act had not come to its end; or of what was rewritten
 * into something bad, and then into something else or away. By the same policy only.
 */
function restoredInstead(intent: Intent, wanted: readonly Intent[], { judged, judging }: DecidingAgain): Intent | null {
  const gaveBack = intent.do === 'restore' || intent.aims.some(({ kind }) => kind === 'rewrite');
  if (!gaveBack || intent.policy !== judging.policy.digest) return null;
  const behind = new Set(judged.acts.filter((act) => isBehind(act, intent)).map(({ id }) => id));
  const aims = wanted.flatMap((each) => (each.do === 'restore' && behind.has(each.for) ? each.aims : []));
  return aims.length === 0 ? null : { ...intent, do: 'restore', aims };
}

/** Whether the permission that an undo was ordered with is in force; what is no matter of rules takes none. */
function isPermitted({ aims }: Intent, { memory, now }: DecidingAgain): boolean {
  const grants = memory.grants.filter((each) => each.group === memory.subject && isInForce(each, now));
  return aims.every((aim) => {
    const rule = aim.kind === 'rewrite' ? aim.to : aim.kind === 'open' || aim.kind === 'close' ? aim.rule : null;
    return rule === null || grants.some(({ rules }) => rules.some((each) => sameTuple(each, rule)));
  });
}

/** Whether a decision is about what an intent answers. */
export function isBehind({ changes, id }: Pick<Decision, 'changes' | 'id'>, intent: Pick<Intent, 'for'>): boolean {
  return id === intent.for || (changes?.includes(intent.for) ?? false);
}

function wantedNow(
  { intent, approvedBy }: Pick<ActionRow, 'intent' | 'approvedBy'>,
  deciding: DecidingAgain,
): readonly Intent[] {
  const acts = [...deciding.judged.acts, ...uncoveredBy(deciding).filter((each) => isBehind(each, intent))];
  const isOfChange = acts.some((act) => isBehind(act, intent)) || deciding.judged.single.has(intent.for);
  const isMeant = ({ ask }: DueIntent): boolean => !ask || approvedBy !== undefined;
  // Measured: what stood before an act costs a walk through the whole history, and few acts ask for anything.
  const asking = acts.filter((act) => (act.response?.steps.length ?? 0) > 0 && !isOurs(act, deciding));
  const wanted = asking.flatMap((act) =>
    intentsNow(act, intent, deciding)
      .filter(isMeant)
      .map((each) => (each.ask ? each.intent : notEased(each.intent, act, deciding.judged))),
  );
  if (intent.do !== 'expire' && isOfChange) return wanted;
  // What was rewritten is given back by the decision that says so, never closed in its place.
  if (intent.aims.some(({ kind }) => kind === 'rewrite')) return wanted;
  return [...wanted, { ...intent, aims: closesOf(deciding.judged) }];
}

/** What we did ourselves is never to be undone for what it opens again: who opened that first is held to account for it. */
function isOurs({ id, changes = [id] }: Decision, { memory }: DecidingAgain): boolean {
  return memory.evidence.some(
    (each) => each.kind === 'change' && changes.includes(each.id) && passesForOurs(each.change),
  );
}

/** What nothing hides any more: a read may show what hid it to be gone before any record does. */
function uncoveredBy({ adopted = null, judged, read }: DecidingAgain): readonly Decision[] {
  const live = read?.live;
  if (live?.kind !== 'group' || live.group === null) return judged.uncovered({ adopted });
  const shown = new Set(live.group.rules.map(({ id }) => id));
  const gone = judged.now.rules.flatMap(({ id }) => (id === null || shown.has(id) ? [] : [id]));
  return judged.uncovered({ gone: new Set(gone), adopted });
}

function intentsNow(act: Decision, { site }: Intent, deciding: DecidingAgain): readonly DueIntent[] {
  const { judged, judging, memory, now } = deciding;
  const first = firstChange(act);
  const change = memory.evidence.find((each) => each.kind === 'change' && each.id === first);
  const before = change?.kind === 'change' ? { before: beforeChange(change, memory.evidence) } : {};
  return intentsOf(act, stoodBefore(act, judged), { policy: judging.policy, site, quiet: 0, now, ...before });
}

/**
 * Leaves out rules that name a prefix list which holds less since, where nothing that stands is objected to any more: a
 * change was judged by the entries of its time, and who took them off has closed what it opened.
 */
function notEased(intent: Intent, { id, changes }: Decision, judged: JudgedSubject): Intent {
  const last = changes?.at(-1) ?? id;
  const isEased = (aim: Aim): boolean => {
    const rule = offendingOf(aim)?.tuple;
    if (rule?.peer.kind !== 'list') return false;
    const [then, now] = [judged.lists(rule.peer.value, last), judged.lists(rule.peer.value)];
    const isLess = then !== null && now !== null && then.some((entry) => !now.includes(entry));
    return isLess && !closesOf(judged).some((each) => each.kind === 'close' && sameTuple(each.rule, rule));
  };
  return intent.aims.some(isEased) ? { ...intent, aims: intent.aims.filter((aim) => !isEased(aim)) } : intent;
}

/** Rules that stand and carry what a check objects to. */
function closesOf({ standing, now }: JudgedSubject): readonly Aim[] {
  if (standing === null) return [];
  const breaking = standing.verdict.checks.filter(({ ruling }) => ruling === 'breach');
  const names = new Set(breaking.flatMap(({ id }) => standing.carriers[id] ?? []));
  return now.rules.filter(({ id }) => id !== null && names.has(id)).map((rule) => ({ kind: 'close', rule }));
}
