import type { Rule } from '../../../core/group/rule.ts';
import { digestName } from '../../../core/leaf/digest.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { LiveParts } from '../live-parts.ts';
import { plain } from '../perform/action-entries.ts';
import type { Grant } from '../tables.ts';
import { askForGrant } from './ask-for-grant.ts';
import { contextOf } from './context-of.ts';
import { grantEffects } from './grant-effects.ts';
import { leaveOf } from './leave-of.ts';
import { orderOnce } from './order-once.ts';
import type { Ordered, Ordering } from './ordered.ts';
import { spanProblem } from './span-problem.ts';

/** A short permission that is wanted: just these rules, in just this group, until then. */
export interface AllowOrder extends Ordering {
  readonly site: Site;
  readonly group: string;
  readonly rules: readonly Rule[];
  readonly until: Instant;
  /** For whom, where that is not who orders it: whoever wants it may be barred from giving leave. */
  readonly for?: string;
}

/** Gives a short permission, with its end in the same commit; or asks those whose leave it takes. */
export function allow(parts: LiveParts, order: AllowOrder): Promise<Ordered> {
  const { group, key, person, reason, rules, site, until } = order;
  const id = `grt_${digestName(JSON.stringify([site.account, site.region, group, key]))}`;
  return orderOnce(parts, 'allow', { ordering: order, id }, async () => {
    const now = parts.clock.now();
    const { policy } = parts.policy();
    if (rules.length === 0) return { kind: 'refused', why: 'expected the rules to allow, got none' };
    const problem = spanProblem(until, now, now, policy);
    if (problem !== null) return { kind: 'refused', why: problem };
    const context = await contextOf(parts, site, group);
    if (context.kind !== 'context') return context;
    const { environment, owner, memory } = context;
    const requester = order.for ?? person;
    const leave = leaveOf({ environment, owner, requester }, order, policy, now);
    if (leave.kind === 'refused') return leave;
    const by = { from: now, until, by: person, reason, ended: null, version: 1 };
    const grant: Grant = { id, site, group, rules, ...by };
    const about = {
      shard: memory.shard,
      expect: memory.head,
      order: 'allow',
      on: group,
      until,
      detail: plain({ grant }),
    } as const;
    if (leave.kind === 'approved') return { kind: 'write', commit: { ...about, effects: grantEffects(grant, 0) } };
    const { ask, effects } = askForGrant(grant, { environment, owner, requester, now, digest: policy.digest });
    const asked = { ...about, detail: plain({ asked: grant, ask }) };
    return { kind: 'write', commit: { ...asked, effects }, more: leave.why };
  });
}
