import type { Rule, SeenRule } from '../group/rule.ts';
import type { Instant } from '../leaf/instant.ts';
import { aroundLook } from './around-look.ts';
import type { Evidence } from './evidence.ts';
import { contentsOf, type FoldedGroup, isComplete, isTuple, type StandingRule, tupleKey } from './standing.ts';
import { toldOf } from './told.ts';

/**
 * What a live look shows and no evidence tells. `appeared`: this rule stands; `vanished`: it does not; `rewritten`: the
 * rule of this id says this now, and said `before`; `group gone`: the group with all its rules.
 */
export interface Unexplained {
  readonly was: 'appeared' | 'vanished' | 'rewritten' | 'group gone';
  /** `null` for a group that is gone. */
  readonly rule: Rule | null;
  /** What a rewritten rule said before. */
  readonly before: Rule | null;
  /** The start of the look that showed it. */
  readonly seenAt: Instant;
  /** The start of the last look before, which did not show it. */
  readonly since: Instant | null;
  /** The rules that stood before as far as known, as one text: the same difference twice is two. */
  readonly state: string;
}

type Look = Extract<Evidence, { kind: 'observed' }>;

/**
 * The difference between what evidence says of a group and what a look at it shows. None where nothing is known to
 * differ from: a group that was never looked at nor seen made, rules whose content is not known, changes of the last half
 * minute (reads of EC2 may be that stale), and a group that is known to be deleted. What a record does not tell explains
 * nothing.
 */
export function unexplainedBy(
  evidence: readonly Evidence[],
  look: Look,
  around = aroundLook(evidence, look),
): readonly Unexplained[] {
  const told = toldOf(evidence);
  const { earlier, had, has: lookedAt } = told === evidence ? around : aroundLook(told, look);
  if (earlier.length === 0 || had.exists === 'no') return [];
  const has = lookedAt();
  const about = { seenAt: look.at, since: lastLook(earlier), state: stateText(had) };
  if (has.exists === 'no')
    return had.exists === 'yes' ? [{ ...about, was: 'group gone', rule: null, before: null }] : [];
  const [before, after] = [[...had.rules.values()], [...has.rules.values()]];
  const gone = before.filter((rule) => rule.sure && isTuple(rule) && !after.some((each) => isSame(each, rule)));
  const came = isComplete(had) ? after.filter((rule) => isNews(rule, before, look)) : [];
  const rewritten = new Set(came.flatMap(({ id }) => (id !== null && gone.some((rule) => rule.id === id) ? [id] : [])));
  return [
    ...gone
      .filter(({ id }) => id === null || !rewritten.has(id))
      .map((rule) => ({ ...about, was: 'vanished', rule: plainRule(rule), before: null }) as const),
    ...came.map((rule) => {
      const said = rule.id !== null && rewritten.has(rule.id) ? gone.find(({ id }) => id === rule.id)! : null;
      const now = plainRule(rule);
      return said === null
        ? ({ ...about, was: 'appeared', rule: now, before: null } as const)
        : ({ ...about, state: stateOf(had, said), was: 'rewritten', rule: now, before: plainRule(said) } as const);
    }),
  ];
}

/**
 * Same content, or may be: what only may stand, or is not told, differs from nothing. Rules of two ids are two, whatever
 * they say: one went and the other came.
 */
function isSame(a: StandingRule, b: StandingRule): boolean {
  if (a.id !== null && b.id !== null && a.id !== b.id) return false;
  return tupleKey(a) === tupleKey(b) || contentsOf(a).some((each) => tupleKey(each) === tupleKey(b));
}

function isNews(rule: StandingRule, before: readonly StandingRule[], look: Look): boolean {
  // What the look itself does not show was left standing only because a record of just now says so.
  const shown = look.group?.rules.some((each) => tupleKey(each) === tupleKey(rule)) === true;
  return shown && isTuple(rule) && !before.some((each) => isSame(each, rule));
}

function lastLook(evidence: readonly Evidence[]): Instant | null {
  return evidence.reduce<Instant | null>(
    (last, { kind, at }) => (kind === 'observed' && (last === null || at > last) ? at : last),
    null,
  );
}

function stateText({ rules }: FoldedGroup): string {
  return [...rules.values()]
    .map((rule) => `${rule.id ?? ''} ${tupleKey(rule) ?? ''}`)
    .sort()
    .join('\n');
}

/** A rule may be rewritten in the same way again and again: then what had given it back its text tells one from the other. */
function stateOf(had: FoldedGroup, { since }: StandingRule): string {
  return `${stateText(had)}\n${since?.record.eventId ?? ''}`;
}

function plainRule({ id, direction, protocol, ports, peer, description }: SeenRule): Rule {
  return { id, direction: direction!, protocol: protocol!, ports, peer: peer!, description };
}
