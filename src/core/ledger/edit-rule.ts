import type { Change, RuleEdit } from '../change/change.ts';
import type { SeenRule } from '../group/rule.ts';
import type { Delta, Hints } from './delta.ts';
import {
  contentOf,
  doubt,
  drop,
  find,
  findByTuple,
  type GroupState,
  isBlank,
  isComplete,
  isMaybe,
  markGone,
  put,
  type StandingRule,
  tupleKey,
  unnamedRules,
  yieldTuple,
} from './standing.ts';

/** A rule came. `change: null` when only a live look shows it. */
export function openRule(state: GroupState, rule: SeenRule, change: Change | null, sure: boolean, into: Delta): void {
  const tuple = tupleKey(rule)!;
  // EC2 refuses a second rule of one tuple, so another that seems to stand has gone unseen.
  const other = sure ? yieldTuple(state, tuple) : null;
  if (other !== null) into.removed.push(other);
  const standing: StandingRule = { ...contentOf(rule), key: rule.id ?? tuple, sure, born: change, since: change };
  put(state, standing);
  into.added.push(standing);
}

/** A rule went: known by id, by content, or only by an id that nothing else told. */
export function closeRule(state: GroupState, rule: SeenRule, change: Change, hints: Hints, into: Delta): void {
  const found = find(state, rule) ?? meant(state, rule, change, hints, into);
  if (found !== null) {
    const told = isBlank(found) ? { ...found, ...contentOf(rule), id: found.id } : found;
    into.removed.push(told);
    if (isBlank(told)) into.unknown = true;
    const isUnclear = hints.unclear.size > 0 && hints.unclear.has(tupleKey(rule) ?? '');
    if (!isUnclear && !isBlank(rule) && isMaybe(state, found)) hints.settled.set(tupleKey(rule)!, true);
    if (isBlank(rule) && isBare(found)) doubtUnnamed(state, rule, change, hints, into);
    if (rule.id === null && isUnclear) {
      hints.assume(rule, false);
      doubt(state, [found], change.record.at);
    } else forget(state, found, change);
  } else if (!isBlank(rule)) {
    const tuple = tupleKey(rule)!;
    const undirected = findByTuple(state, tupleKey({ ...rule, direction: null })!);
    if (undirected === null) hints.assume(rule, rule.id !== null || !hints.unclear.has(tuple));
    into.removed.push({ ...contentOf(rule), key: rule.id ?? tuple, sure: true, born: null, since: null });
  }
}

/** A rule got new content under its id. What it was before only the state can tell. */
export function rewriteRule(state: GroupState, rule: RuleEdit, change: Change, hints: Hints, into: Delta): void {
  const id = rule.id!;
  const onlyWay = onlyWayLeft(state);
  const found =
    state.rules.get(id) ?? meant(state, { ...rule, protocol: null, ports: null, peer: null }, change, hints, into);
  if (found !== null && isBare(found)) doubtUnnamed(state, rule, change, hints, into);
  if (found !== null && isBlank(found)) into.unknown = true;
  else if (found !== null) into.removed.push(found);
  const torn = hints.unclear.has(id);
  const now: StandingRule = {
    ...contentOf(rule),
    direction: found?.direction ?? rule.direction ?? hints.directions.get(id) ?? onlyWay,
    description: rule.description ?? found?.description ?? null,
    key: id,
    sure: !torn,
    ...(torn && found?.since?.record.at === change.record.at ? { or: [...(found.or ?? []), contentOf(found)] } : {}),
    born: found?.born ?? null,
    since: change,
  };
  if (found !== null) forget(state, found, change);
  if (!torn) yieldTuple(state, tupleKey(now) ?? '');
  put(state, now);
  into.added.push(now);
}

/** Another text on a rule: nothing comes or goes. */
export function redescribeRule(state: GroupState, rule: SeenRule): void {
  const found = find(state, rule);
  if (found !== null) put(state, { ...found, description: rule.description });
}

/**
 * The rule that an id means which nothing told before. It may belong to any rule whose own id was never told, such as
 * the open egress that EC2 adds unasked; where all rules are known and only one is left, it is that one.
 */
function meant(state: GroupState, rule: SeenRule, change: Change, hints: Hints, into: Delta): StandingRule | null {
  if (rule.id === null || !isBlank(rule)) return null;
  const complete = isComplete(state);
  const unnamed = unnamedRules(state, rule.direction ?? hints.directions.get(rule.id) ?? null);
  if (complete && unnamed.length === 1 && unnamed[0]!.sure) return unnamed[0]!;
  doubtUnnamed(state, rule, change, hints, into);
  if (!complete || unnamed.length === 0) {
    hints.assume(rule, true);
    into.unknown = true;
  }
  return null;
}

/** The direction that all rules whose ids nobody told have in common, where all rules are known. */
function onlyWayLeft(state: GroupState): SeenRule['direction'] {
  const ways = new Set(unnamedRules(state, null).map((rule) => rule.direction));
  return isComplete(state) && ways.size === 1 ? [...ways][0]! : null;
}

/** The id that went, or was rewritten, may have been that of any rule whose id nobody told. */
function doubtUnnamed(state: GroupState, rule: SeenRule, change: Change, hints: Hints, into: Delta): void {
  const unnamed = unnamedRules(state, rule.direction ?? hints.directions.get(rule.id!) ?? null);
  doubt(state, unnamed, change.record.at);
  into.removed.push(...unnamed);
}

/** Known only because a later id presupposes it. */
function isBare(rule: StandingRule): boolean {
  return rule.since === null && rule.protocol === null;
}

function forget(state: GroupState, rule: StandingRule, change: Change): void {
  drop(state, rule.key);
  markGone(state, rule, change.record.at);
}
