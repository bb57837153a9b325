import type { Instant } from '../../../core/leaf/instant.ts';
import type { LiveParts } from '../live-parts.ts';
import { changeGrant, type GrantOrder } from './change-grant.ts';
import { contextOf } from './context-of.ts';
import { leaveOf } from './leave-of.ts';
import type { Ordered } from './ordered.ts';
import { spanProblem } from './span-problem.ts';

/** Lets a permission last longer, counted from its beginning: that takes the same leave as to give it. */
export function extendGrant(
  parts: LiveParts,
  order: GrantOrder & { readonly until: Instant; readonly for?: string },
): Promise<Ordered> {
  return changeGrant(parts, order, async (grant) => {
    const now = parts.clock.now();
    const { policy } = parts.policy();
    const { until } = order;
    const problem =
      until <= grant.until ? 'expected an end later than the one it has' : spanProblem(until, grant.from, now, policy);
    if (problem !== null) return { kind: 'refused', why: problem };
    const context = await contextOf(parts, grant.site, grant.group);
    if (context.kind !== 'context') return { kind: 'refused', why: context.why };
    const requester = order.for ?? order.person;
    const leave = leaveOf({ environment: context.environment, owner: context.owner, requester }, order, policy, now);
    if (leave.kind !== 'approved') return { kind: 'refused', why: leave.why };
    return { ...grant, until };
  });
}
