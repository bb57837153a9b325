import type { Change, RuleEdit } from '../change/change.ts';
import type { Delta, Hints } from './delta.ts';
import { closeRule, openRule, redescribeRule, rewriteRule } from './edit-rule.ts';
import type { Evidence } from './evidence.ts';
import { observe } from './observe.ts';
import {
  doubt,
  drop,
  find,
  type GroupState,
  isBlank,
  isComplete,
  isLost,
  isMaybe,
  loseTrack,
  type StandingRule,
  tupleKey,
} from './standing.ts';
import { isUntold } from './told.ts';

/** Applies one piece of evidence to the state. Attempts change nothing, but what EC2 refused can rule out what was only possible. */
export function apply(state: GroupState, evidence: Evidence, hints: Hints): Delta {
  const into: Delta = { added: [], removed: [], unknown: false };
  if (evidence.kind === 'observed') observe(state, evidence, hints, into);
  else if (evidence.change.record.result === 'applied') applyChange(state, evidence.change, hints, into);
  else learnFromRefusal(state, evidence.change, hints);
  return into;
}

function applyChange(state: GroupState, change: Change, hints: Hints, into: Delta): void {
  state.name ??= change.on.kind === 'group' ? change.on.name : null;
  state.vpc ??= change.on.kind === 'group' ? change.on.vpc : null;
  if (state.exists === 'unknown' && change.on.kind === 'group') state.exists = 'yes';
  switch (change.kind) {
    case 'group-created':
      Object.assign(state, { exists: 'yes', anchored: true, ended: null, tags: { ...change.tags } });
      for (const rule of change.rules) openRule(state, rule, change, true, into);
      for (const rule of change.maybe) {
        const stood = hints.settled.get(tupleKey(rule)!);
        if (stood !== false) openRule(state, rule, change, stood === true, into);
      }
      return;
    case 'group-deleted':
      into.removed.push(...state.rules.values());
      into.unknown = !isComplete(state);
      for (const key of [...state.rules.keys()]) drop(state, key);
      Object.assign(state, { exists: 'no', anchored: true, ended: change.record.at });
      return;
    case 'rules-added':
      for (const rule of change.rules) {
        if (isToldAlready(state, rule, change)) continue;
        const isUnclear = hints.unclear.size > 0 && hints.unclear.has(tupleKey(rule) ?? '');
        if (!isBlank(rule)) openRule(state, rule, change, !isUnclear, into);
        else {
          if (!isFoundOut(state, rule, change, hints)) loseTrack(state);
          into.unknown = true;
        }
      }
      return;
    case 'rules-removed':
    case 'rules-modified': {
      const edit = change.kind === 'rules-removed' ? closeRule : rewriteRule;
      for (const rule of change.rules) {
        if (isToldAlready(state, rule, change)) continue;
        if (isFoundOut(state, rule, change, hints)) {
          into.unknown = true;
          continue;
        }
        state.muted ||= !state.rules.has(rule.id ?? '') && (change.kind === 'rules-modified' || isBlank(rule));
        if (!isLost(rule, change)) edit(state, rule, change, hints, into);
        else {
          loseRules(state, change, hints);
          into.unknown = true;
        }
      }
      return;
    }
    case 'described':
      for (const rule of change.rules) redescribeRule(state, rule);
      return;
    case 'tags-changed':
      if (change.rule === null) state.tags = retag(state.tags, change.set, change.removed);
      return;
    case 'list-edited':
    case 'attached':
    case 'detached':
    case 'associated':
    case 'dissociated':
      return;
  }
}

/** What stands in for a missing record does nothing once that record is there. */
function isToldAlready(state: GroupState, rule: RuleEdit, { kind, origin }: Change): boolean {
  if (origin !== 'observed') return false;
  const found = find(state, rule);
  return kind === 'rules-removed' ? found === null : found !== null && tupleKey(found) === tupleKey(rule);
}

/**
 * What a record does not tell leaves no doubt where all was known before it and a later look showed something that no record
 * tells: each such difference is a change of its own by then.
 */
function isFoundOut(state: GroupState, rule: RuleEdit, change: Change, { lastStandIn }: Hints): boolean {
  return change.record.at <= lastStandIn && isComplete(state) && isUntold(rule, change);
}

/** A revoke brings nothing, and takes nothing whose id stood later: an id is never given again. */
function loseRules(state: GroupState, { kind, record: { at } }: Change, { stood }: Hints): void {
  const rules = [...state.rules.values()];
  const isRevoke = kind === 'rules-removed';
  const mayBeGone = ({ id }: StandingRule) => id === null || (stood.get(id) ?? at) <= at;
  doubt(state, isRevoke ? rules.filter(mayBeGone) : rules, at);
  if (!isRevoke) loseTrack(state);
}

/** `InvalidPermission.NotFound` proves that a rule which only might have stood did not (Terraform's revoke of IPv6 egress). */
function learnFromRefusal(state: GroupState, change: Change, hints: Hints): void {
  if (
    change.kind !== 'rules-removed' ||
    change.rules.length !== 1 ||
    !change.record.error?.code.endsWith('InvalidPermission.NotFound')
  )
    return;
  const found = find(state, change.rules[0]!);
  if (found === null || found.sure) return;
  const earlier = found.since?.kind === 'group-created' || (found.since?.record.at ?? 0) < change.record.at;
  if (!earlier) return;
  if (isMaybe(state, found)) hints.settled.set(tupleKey(found)!, false);
  drop(state, found.key);
}

function retag(
  tags: Readonly<Record<string, string>>,
  set: Readonly<Record<string, string>>,
  removed: readonly string[],
) {
  return Object.fromEntries(Object.entries({ ...tags, ...set }).filter(([key]) => !removed.includes(key)));
}
