import type { Ordering } from '../../../core/plan/act/orders-of.ts';
import type { ActionRow } from '../tables.ts';

/** What the orders of an action are made with. */
export function orderingOf({ image, last, untagged }: Pick<ActionRow, 'image' | 'last' | 'untagged'>): Ordering {
  const rewritten = last?.call === 'rewrite' ? { rewritten: new Set(last.rules.flatMap(({ id }) => id ?? [])) } : {};
  return { image, ...rewritten, ...(untagged === true ? { untagged } : {}) };
}
