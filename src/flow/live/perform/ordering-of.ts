import type { Ordering } from '../../../core/plan/act/orders-of.ts';
import type { ActionRow } from '../tables.ts';

/** What the orders of an action are made with. */
export function orderingOf({ image, untagged }: Pick<ActionRow, 'image' | 'untagged'>): Ordering {
  return untagged === true ? { image, untagged } : { image };
}
