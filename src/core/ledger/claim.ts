import type { Change, RuleEdit } from '../change/change.ts';
import type { SeenRule } from '../group/rule.ts';
import { tupleKey } from './standing.ts';
import type { Unexplained } from './unexplained.ts';

/**
 * Whether the change of a record is the one behind a difference that a sweep saw: it did the same to the same rule id,
 * which EC2 never gives again; or to the same tuple after the last look that did not show it and not after the one that
 * did. A rule comes and goes once, but may be rewritten again and again: both must hold then, and what came as one thing
 * and is seen as another was rewritten since. Refused calls explain nothing, nor does what a record does not tell, and a
 * stand-in for a record no other.
 */
export function claims(change: Change, seen: Unexplained): boolean {
  const { record, origin } = change;
  if (record.result !== 'applied' || origin === 'observed') return false;
  if (seen.was === 'group gone') return change.kind === 'group-deleted';
  if (change.kind === 'group-deleted') return seen.was === 'vanished';
  if (change.kind === 'group-created')
    return seen.was === 'appeared' && isAmong(seen, [...change.rules, ...change.maybe]);
  if (!('rules' in change) || change.kind === 'described') return false;
  // CloudTrail tells the second: what was done later in that of a look may not have been seen by it.
  const inTime = record.at <= seen.seenAt && (seen.since === null || record.at + second > seen.since);
  return change.rules.some((edit) => {
    if (!did(change.kind, edit, seen)) return false;
    const { id } = seen.rule!;
    const tuple = tupleKey(edit);
    const isSame = tuple !== null && (tuple === tupleKey(seen.rule!) || tuple === undirected(seen));
    if (edit.id === null || id === null) return inTime && isSame;
    if (edit.id !== id) return false;
    if (change.kind === 'rules-removed') return true;
    return isSame && (change.kind === 'rules-added' || inTime);
  });
}

/** What CloudTrail counts time in, in milliseconds. */
const second = 1_000;

/**
 * Whether what a look showed of a rule cannot be the doing of a record's change that rewrote it, since another record
 * tells that it was rewritten after that, and before the look.
 */
export function isOvertaken({ kind, record }: Change, seen: Unexplained, others: readonly Change[]): boolean {
  return (
    kind === 'rules-modified' &&
    others.some(
      (other) =>
        other.kind === 'rules-modified' &&
        other.origin !== 'observed' &&
        other.record.result === 'applied' &&
        other.record.at > record.at &&
        other.record.at <= seen.seenAt &&
        other.rules.some(({ id }) => id !== null && id === seen.rule?.id),
    )
  );
}

function isAmong({ rule }: Unexplained, rules: readonly SeenRule[]): boolean {
  return rules.some((each) => tupleKey(each) === tupleKey(rule!));
}

function did(kind: Change['kind'], { op }: RuleEdit, { was }: Unexplained): boolean {
  switch (kind) {
    case 'rules-added':
      return was === 'appeared';
    case 'rules-removed':
      return was === 'vanished';
    case 'rules-modified':
      return op === 'after' && was !== 'vanished';
    default:
      return false;
  }
}

function undirected({ rule }: Unexplained): string | null {
  return tupleKey({ ...rule!, direction: null });
}
