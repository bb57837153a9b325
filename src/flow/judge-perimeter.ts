import { decideStanding } from '../core/decide-standing.ts';
import { attachmentsIn } from '../core/facts/attachments.ts';
import { isIsolatedAmong } from '../core/facts/isolated.ts';
import type { Perimeter } from '../core/group/group.ts';
import type { StandingDecision } from '../core/plan/standing-decision.ts';
import { needsOf } from '../core/policy/needs.ts';
import { unknown } from '../core/reach/bounds.ts';
import type { Known } from '../core/reach/reach.ts';
import { boundsOfSeen, type HeldBounds } from '../core/reach/seen-bounds.ts';
import type { Judging } from '../core/verdict/matter.ts';
import { interfacesByGroup } from './interfaces-by-group.ts';

/** Judges every group of a snapshot as it stands, in the snapshot's order. `file`: where the snapshot was read from. */
export function judgePerimeter(perimeter: Perimeter, judging: Judging, file: string): readonly StandingDecision[] {
  const { takenAt, groups } = perimeter;
  const entries = new Map(perimeter.lists.map((list) => [list.id, list.entries]));
  const knownTo = (self: string): Known => ({ self, lists: (id) => entries.get(id) ?? null });
  const stands = new Map<string, HeldBounds>(
    groups.map((group) => [group.id, boundsOfSeen(group.rules, true, knownTo(group.id))]),
  );
  const boundsOf = needsOf(judging.policy).beside ? (id: string) => stands.get(id) ?? unknown : null;
  const on = interfacesByGroup(perimeter.interfaces);
  return groups.map((group) => {
    const { rules, ...facts } = group;
    const shown = { ...perimeter, interfaces: on.get(group.id) ?? [] };
    return decideStanding(
      {
        origin: 'observed',
        kind: 'standing',
        place: { file, address: group.id },
        at: takenAt,
        judgedAt: takenAt,
        group: {
          ...facts,
          attached: attachmentsIn(shown, group, boundsOf),
          ...(isIsolatedAmong(perimeter.vpcs, group.vpc) ? { isolatedAt: takenAt } : {}),
        },
        stands: stands.get(group.id)!,
        before: null,
        rules,
        known: knownTo(group.id),
      },
      judging,
    );
  });
}
