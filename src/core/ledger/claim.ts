import type { Change, RuleEdit } from '../change/change.ts';
import { tupleKey } from './standing.ts';
import type { Unexplained } from './unexplained.ts';

/**
 * Whether the change of a record is the one behind a difference that a sweep saw: it did the same to the same rule id,
 * which EC2 never gives again; or to the same tuple after the last look that did not show it and not after the one that
 * did. A rule comes and goes once, but may be rewritten again and again: both must hold then. Refused calls explain
 * nothing, and a stand-in for a record no other.
 */
export function claims(change: Change, seen: Unexplained): boolean {
  const { record, origin } = change;
  if (record.result !== 'applied' || origin === 'observed') return false;
  if (seen.was === 'group gone') return change.kind === 'group-deleted';
  if (change.kind === 'group-created' || change.kind === 'group-deleted')
    return seen.was === (change.kind === 'group-created' ? 'appeared' : 'vanished');
  if (!('rules' in change) || change.kind === 'described') return false;
  const inTime = record.at <= seen.seenAt && (seen.since === null || record.at > seen.since);
  return change.rules.some((edit) => {
    if (!did(change.kind, edit, seen)) return false;
    const { id } = seen.rule!;
    const tuple = tupleKey(edit);
    const isSame = tuple !== null && (tuple === tupleKey(seen.rule!) || tuple === undirected(seen));
    if (edit.id === null || id === null) return inTime && isSame;
    if (edit.id !== id) return false;
    return change.kind !== 'rules-modified' || (inTime && (isSame || tuple === null));
  });
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
