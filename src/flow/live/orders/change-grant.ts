import { shardOf } from '../../../core/ledger/entry-shard.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { LiveParts } from '../live-parts.ts';
import { plain } from '../perform/action-entries.ts';
import { isInForce } from '../perform/granted.ts';
import { type Grant, readRow } from '../tables.ts';
import { grantEffects, grantName } from './grant-effects.ts';
import { orderOnce } from './order-once.ts';
import type { Ordered, Ordering } from './ordered.ts';

/** An order about a grant in force. */
export interface GrantOrder extends Ordering {
  readonly site: Site;
  readonly group: string;
  readonly grant: string;
}

/** What a grant is to be then, or why not. */
export type GrantChange = (grant: Grant) => Promise<Grant | { readonly kind: 'refused'; readonly why: string }>;

/**
 * Changes a grant in force: its next version, if it is still the version that was read. The task that would have ended the
 * version before names that one, and so does nothing any more.
 */
export function changeGrant(parts: LiveParts, order: GrantOrder, change: GrantChange): Promise<Ordered> {
  const { grant: id, group, site } = order;
  return orderOnce(parts, 'allow', { ordering: order, id }, async () => {
    const row = await parts.store.row(grantName({ site, group, id }));
    const grant = readRow('grant', row);
    if (grant === null)
      return { kind: 'refused', why: `expected a permission \`${id}\` of \`${group}\`, there is none` };
    if (!isInForce(grant, parts.clock.now())) return { kind: 'refused', why: `\`${id}\` is over already` };
    const changed = await change(grant);
    if ('kind' in changed) return changed;
    const next = { ...changed, version: grant.version + 1 };
    const shard = shardOf({ ...site, group }, parts.store.shards);
    const until = next.ended ?? next.until;
    const about = { shard, expect: 'any', order: 'allow', on: group, until, detail: plain({ grant: next }) } as const;
    return { kind: 'write', commit: { ...about, effects: grantEffects(next, row.version) } };
  });
}
