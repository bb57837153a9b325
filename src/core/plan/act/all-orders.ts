import { assess } from './assess.ts';
import type { Ec2Order } from './ec2-order.ts';
import type { Intent } from './intent.ts';
import { isGone, type Live } from './live.ts';
import { type Ordering, ordersOf } from './orders-of.ts';

/** Every call that is left to make by one live read, in order: for plans and for people. An action makes one at a time. */
export function allOrders(intent: Intent, live: Live, ordering: Ordering): readonly Ec2Order[] {
  return isGone(live) ? [] : ordersOf(intent, assess(intent, live, ordering), ordering);
}
