import type { Route } from '../../src/core/policy/policy.ts';
import type { Judging } from '../../src/core/verdict/matter.ts';
import { gained, judgingBy } from '../builders/policy.ts';
import { routeOf } from '../builders/told-decision.ts';

/** Who is told: everything in chat, what is high to a pager with a budget, what is critical by mail. */
const routes: readonly Route[] = [
  routeOf({ id: 'chat', min: 'low', to: ['slack.token', 'slack.hook', 'teams', 'hook'], groupFor: null }),
  routeOf({ id: 'page', min: 'high', to: ['pager'], groupFor: null, budget: { count: 40, per: 20_000 } }),
  routeOf({ id: 'mail', min: 'critical', to: ['mail'], groupFor: null }),
];

/** The policy of the chaos, the same in each of its processes. */
export function chaosPolicy(): Judging {
  const ssh = { when: gained({ ports: ['tcp/22-24'] }), severity: { else: 'high' } } as const;
  return judgingBy({ checks: { ssh }, notify: routes });
}
