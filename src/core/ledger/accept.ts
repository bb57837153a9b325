import type { RulesChange } from '../change/change.ts';
import type { Direction, SeenRule } from '../group/rule.ts';
import { contentsOf, findByTuple, type GroupState, isComplete, tupleKey } from './standing.ts';

/**
 * What EC2 must hold to accept a call, as far as some calls of one second are concerned: by tuple the id of the rule that
 * has it (`''` when not told, `null` when none has it), by rule id its tuple (`null` when it is gone or not made yet).
 * Absent = not known.
 */
type Held = ReadonlyMap<string, string | null>;

/** What EC2 held of the tuples and ids that these calls touch, before the first of them. */
export function heldBefore(
  state: GroupState,
  calls: readonly RulesChange[],
  ways: ReadonlyMap<string, Direction>,
): Held {
  const held = new Map<string, string | null>();
  const complete = isComplete(state);
  for (const call of calls) {
    for (const rule of call.rules) {
      const tuple = tupleIn(call, rule, state, ways);
      const holder = tuple === null ? null : findByTuple(state, tuple);
      if (tuple !== null && holder === null && complete) held.set(tuple, null);
      if (tuple !== null && holder?.sure) held.set(tuple, holder.id ?? '');
      const known = rule.id === null ? undefined : state.rules.get(rule.id);
      const own = known === undefined || contentsOf(known).length > 1 ? null : tupleKey(known);
      if (own !== null) held.set(rule.id!, own).set(own, rule.id);
      if (rule.id !== null && known === undefined && call.kind === 'rules-added') held.set(rule.id, null);
    }
  }
  return held;
}

/**
 * What EC2 holds after a call, or `null` when it would have refused it: a second rule of one tuple, and (outside default
 * VPCs) the revoke of a rule that does not stand (EC2 API reference, InvalidPermission.Duplicate and
 * InvalidPermission.NotFound).
 */
export function accept(
  held: Held,
  call: RulesChange,
  state: GroupState,
  ways: ReadonlyMap<string, Direction>,
): Held | null {
  const next = new Map(held);
  for (const rule of call.rules) {
    const tuple = tupleIn(call, rule, state, ways);
    const holder = tuple === null ? undefined : next.get(tuple);
    const own = rule.id === null ? undefined : next.get(rule.id);
    switch (call.kind) {
      case 'rules-added':
        if (typeof holder === 'string') return null;
        break;
      case 'rules-removed':
        if (holder === null || own === null) return null;
        if (rule.id !== null && typeof holder === 'string' && holder !== '' && holder !== rule.id) return null;
        if (typeof own === 'string') next.set(own, null);
        if (typeof holder === 'string' && holder !== '') next.set(holder, null);
        break;
      case 'rules-modified':
        if (own === null || (typeof holder === 'string' && holder !== '' && holder !== rule.id)) return null;
        if (typeof own === 'string') next.set(own, null);
        break;
    }
    const stands = call.kind !== 'rules-removed';
    if (tuple !== null) next.set(tuple, stands ? (rule.id ?? '') : null);
    if (rule.id !== null) next.set(rule.id, stands ? tuple : null);
  }
  return next;
}

/** The tuple that a call names; a Modify gets its direction from the rule that it rewrites. */
export function tupleIn(
  call: RulesChange,
  rule: SeenRule,
  state: GroupState,
  ways: ReadonlyMap<string, Direction>,
): string | null {
  if (call.kind !== 'rules-modified' || rule.id === null) return tupleKey(rule);
  return tupleKey({ ...rule, direction: state.rules.get(rule.id)?.direction ?? ways.get(rule.id) ?? null });
}
