import { allOrders } from './all-orders.ts';
import type { Intent } from './intent.ts';
import type { Live } from './live.ts';
import { type Next, nextOrder, rulesOf } from './next-order.ts';
import type { Ordering } from './orders-of.ts';
import { planHash } from './plan-hash.ts';
import { sayOrder } from './say-order.ts';

/** A plan for people: what it is about, each thing that would be done, and what stands in its way. One line each. */
export function sayPlan(intent: Intent, live: Live, ordering: Ordering): readonly string[] {
  const { on, site } = intent;
  const lines = allOrders(intent, live, ordering).flatMap((order) => sayOrder(order, rulesOf(live)));
  const rest = sayRest(nextOrder(intent, live, ordering), on.id);
  return [
    `${intent.do} on ${on.id} (${site.account} ${site.region}), plan ${planHash(intent)}`,
    ...[...lines, ...rest].map((line) => `  ${line}`),
  ];
}

function sayRest(next: Next, on: string): readonly string[] {
  switch (next.kind) {
    case 'holds':
      return ['nothing to do: all of it holds'];
    case 'gone':
      return [`nothing to do: ${on} is gone`];
    case 'superseded':
      return [`not ours any more: ${next.why}`];
    case 'refused':
      return [`refused: ${next.why}`];
    case 'order':
      return [];
  }
}
