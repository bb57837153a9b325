import type { OrderedBody } from '../../../core/ledger/entry-body.ts';
import type { LiveParts } from '../live-parts.ts';
import { commitOrder, type OrderCommit, orderKey } from './commit-order.ts';
import type { Ordered, Ordering } from './ordered.ts';

/** What an order comes to as things are: what to write (`more`: it takes more people), or an answer that writes nothing. */
export type Weighed =
  | { readonly kind: 'write'; readonly commit: OrderCommit; readonly more?: string | null }
  | Exclude<Ordered, { kind: 'ordered' }>;

const tries = 8;

/**
 * Carries out an order: weighs it by what is so now, and writes it if that is still so; else weighs it anew. An order
 * that was carried out before is told so, whatever has become of things since. `id`: of what the order makes or is about.
 */
export async function orderOnce(
  parts: Pick<LiveParts, 'store' | 'clock' | 'chance'>,
  order: OrderedBody['order'],
  { ordering, id }: { readonly ordering: Ordering; readonly id: string },
  weigh: () => Promise<Weighed>,
): Promise<Ordered> {
  if (ordering.person.trim() === '') return { kind: 'refused', why: 'expected a person who orders it, got none' };
  if (ordering.reason.trim() === '') return { kind: 'refused', why: 'expected a reason, got none' };
  for (let attempt = 0; attempt < tries; attempt++) {
    const before = await parts.store.find(orderKey(order, ordering));
    if (before !== null) return { kind: 'ordered', id, place: before };
    const weighed = await weigh();
    if (weighed.kind !== 'write') return weighed;
    const committed = await commitOrder(parts, ordering, weighed.commit);
    if (committed.kind === 'unavailable') return committed;
    if (committed.kind !== 'moved') {
      const why = weighed.more ?? null;
      return why === null ? { kind: 'ordered', id, place: committed.place } : { kind: 'more', id, why };
    }
    await parts.clock.sleep(Math.ceil(parts.chance.next() * 50 * (attempt + 1)));
  }
  return { kind: 'unavailable', maybe: false, why: 'others kept writing about the same group; try again' };
}
