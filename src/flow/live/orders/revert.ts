import type { Json } from '../../../core/leaf/canonical.ts';
import { writeInstant } from '../../../core/leaf/instant.ts';
import { shardOf } from '../../../core/ledger/entry-shard.ts';
import { planHash } from '../../../core/plan/act/plan-hash.ts';
import type { LiveParts } from '../live-parts.ts';
import { type ActionRow, rowName } from '../tables.ts';
import { orderOnce } from './order-once.ts';
import type { Ordered, Ordering } from './ordered.ts';
import { isSamePlan, planRevert, type RevertPlan } from './plan-revert.ts';

/** Has a plan carried out, if it is still the plan: one action, with the same guards, calls and reads as any of ours. */
export function revert(parts: LiveParts, order: Ordering & { readonly plan: RevertPlan }): Promise<Ordered> {
  const { plan, ...ordering } = order;
  const { intent } = plan;
  return orderOnce(parts, 'approve', { ordering, id: intent.action }, async () => {
    const now = parts.clock.now();
    if (planHash(intent) !== plan.hash) return { kind: 'refused', why: 'the plan was altered: plan anew' };
    if (now >= plan.until) return { kind: 'refused', why: `the plan was good until ${writeInstant(plan.until)}` };
    const fresh = await planRevert(parts, intent.for);
    if ('kind' in fresh) return fresh;
    if (!isSamePlan(plan, fresh)) return { kind: 'refused', why: 'the group or the policy has changed: plan anew' };
    const name = rowName('action', intent.action);
    const known = await parts.store.row(name);
    if (known.version > 0) return { kind: 'refused', why: `the same was ordered before: ${intent.action}` };
    const shard = shardOf({ ...intent.site, group: intent.on.id }, parts.store.shards);
    const id = `act/${intent.action}`;
    const row = newAction(fresh, ordering.person, now);
    return {
      kind: 'write',
      commit: {
        ...{ shard, expect: 'any', order: 'approve', on: plan.hash, until: null },
        detail: JSON.parse(JSON.stringify({ action: row, due: now })) as Json,
        effects: {
          rows: [{ ...name, value: JSON.stringify(row), expect: 0 }],
          tasks: [{ id, key: id, kind: 'act', due: now, body: JSON.stringify({ action: intent.action }) }],
        },
      },
    };
  });
}

function newAction({ intent, image }: RevertPlan, person: string, now: number): ActionRow {
  return {
    ...{ intent, image, state: 'due', why: null, attempt: 0, failures: 0, pending: null, lastWrite: null },
    ...{ reads: 0, goodAt: null, found: null, left: null, lineage: {}, startedAt: now, endedAt: null },
    approvedBy: [person],
  };
}
