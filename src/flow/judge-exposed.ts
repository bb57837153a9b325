import { decideStanding } from '../core/decide-standing.ts';
import { attachmentsIn } from '../core/facts/attachments.ts';
import { isIsolatedAmong } from '../core/facts/isolated.ts';
import type { Perimeter } from '../core/group/group.ts';
import type { Instant } from '../core/leaf/instant.ts';
import type { Backlog } from '../core/plan/backlog/backlog.ts';
import { carriedBy } from '../core/plan/backlog/carried-by.ts';
import { withoutKnown } from '../core/plan/backlog/without-known.ts';
import type { StandingDecision } from '../core/plan/standing-decision.ts';
import type { Known } from '../core/reach/reach.ts';
import type { Judging } from '../core/verdict/matter.ts';
import type { ExposedGroup } from './exposed.ts';

/**
 * Judges a group that stands open as it stood at `at`. What it is on is told by the snapshot, and said to be of another
 * time where that is so.
 */
export function judgeExposed(
  { group, moment, history }: ExposedGroup,
  told: {
    readonly snapshot: Perimeter | null;
    readonly at: Instant;
    readonly judging: Judging;
    /** What it knows is no finding. */
    readonly backlog: Backlog | null;
  },
): StandingDecision {
  const { snapshot, at, judging, backlog } = told;
  const known: Known = {
    self: group.key,
    lists: (id) => moment.lists.get(id)?.entries ?? history.lists.get(id)?.still?.entries ?? null,
  };
  const on = { id: group.key, account: group.account, region: group.region };
  const attached = snapshot === null ? null : attachmentsIn(snapshot, on, null);
  const otherTime = snapshot === null || snapshot.takenAt === at ? null : snapshot.takenAt;
  const facts = {
    ...{ ...on, name: group.name, vpc: moment.vpc, tags: moment.tags },
    ...(moment.tagsKnown ? {} : { tagsPartly: true as const }),
    attached: attached === null ? null : { ...attached, otherTime },
    ...(isIsolatedAmong(snapshot?.vpcs, moment.vpc) ? { isolatedAt: snapshot!.takenAt } : {}),
  };
  const decision = decideStanding(
    {
      ...{ origin: 'observed', kind: 'standing', place: { file: 'records', address: group.key }, at, judgedAt: at },
      ...{ group: facts, stands: moment.bounds, before: null, rules: moment.rules, known },
    },
    judging,
  );
  return backlog === null ? decision : withoutKnown(backlog, decision, carriedBy(moment.rules, known));
}
