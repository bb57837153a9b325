import type { Rule } from '../../group/rule.ts';
import { type Assessed, assess } from './assess.ts';
import type { Ec2Order } from './ec2-order.ts';
import type { Intent } from './intent.ts';
import { isGone, type Live } from './live.ts';
import { hasRoom, type Ordering, ordersOf } from './orders-of.ts';

/** What an action does next. */
export type Next =
  /** All that was meant holds: verify it. */
  | { readonly kind: 'holds' }
  /** This one call; what follows it depends on the next read. */
  | { readonly kind: 'order'; readonly order: Ec2Order }
  /** Others have changed what it was about since: not ours any more, their change has its own judgement. */
  | { readonly kind: 'superseded'; readonly why: string }
  | { readonly kind: 'gone' }
  /** Never to be done: a person decides. */
  | { readonly kind: 'refused'; readonly why: string };

/**
 * The next call of an action by a live read, or why there is none. What still is as it was judged is acted upon first;
 * only then is the rest told: refused before superseded.
 */
export function nextOrder(intent: Intent, live: Live, ordering: Ordering): Next {
  if (isGone(live)) return { kind: 'gone' };
  const assessed = assess(intent, live, ordering);
  const rules = rulesOf(live);
  const orders = ordersOf(intent, assessed, ordering);
  // What does not fit waits for what goes.
  const order = orders.find((each) => hasRoom(each, rules, ordering));
  if (order !== undefined) return { kind: 'order', order };
  if (orders.length > 0) return { kind: 'refused', why: sayFull(intent) };
  const refused = whyOf(assessed, 'refused');
  if (refused !== '') return { kind: 'refused', why: refused };
  const superseded = whyOf(assessed, 'superseded');
  return superseded === '' ? { kind: 'holds' } : { kind: 'superseded', why: superseded };
}

/** The rules that a live read showed; none of what is no group. */
export function rulesOf(live: Live): readonly Rule[] {
  return live.kind === 'group' && live.group !== null ? live.group.rules : [];
}

function whyOf(assessed: readonly Assessed[], kind: 'refused' | 'superseded'): string {
  return assessed.flatMap((each) => (each.kind === kind ? [each.why] : [])).join('; ');
}

function sayFull({ on }: Intent): string {
  return `\`${on.id}\` has as many rules as EC2 permits: there is no room to put anything back`;
}
