import { writeInstant } from '../../src/core/leaf/instant.ts';
import { readServices } from '../../src/core/net/services.ts';
import type { Decision } from '../../src/core/plan/decision.ts';
import type { Route } from '../../src/core/policy/policy.ts';
import type { Severity } from '../../src/core/policy/scale.ts';
import type { PeerSet } from '../../src/core/reach/peer-set.ts';
import { boxOf, readPlace } from '../../src/core/reach/places.ts';
import type { ReachRow } from '../../src/core/reach/rows.ts';
import { writeRows } from '../../src/core/reach/rows.ts';

/** What a decision for telling is made of; the rest is as of a quiet change of `sg-web` by alice. */
export interface Told {
  readonly id: string;
  /** Seconds after the start. */
  readonly at?: number;
  readonly group?: string;
  readonly by?: string;
  readonly account?: string;
  readonly severity?: Severity;
  readonly check?: string;
  readonly opens?: readonly [peer: string, service: string];
  readonly closes?: readonly [peer: string, service: string];
  readonly permitted?: boolean;
  readonly refused?: boolean;
  readonly over?: boolean;
  /** Groups that are put on `group`, which is an interface then. */
  readonly puts?: readonly string[];
  readonly environment?: string;
  readonly vpc?: string | null;
}

const start = Date.UTC(2026, 2, 2);

/** A judged decision with just what telling looks at. */
export function decisionOf(told: Told): Decision {
  const { id, at = 0, group = 'sg-web', by = 'alice', severity = 'none', check = 'no-ssh' } = told;
  const ruling = told.permitted ? 'permitted' : 'breach';
  const checks = severity === 'none' ? [] : [{ id: check, severity, ruling, ...(told.over ? { over: true } : {}) }];
  const effect = { group: null, interface: null, before: 'known', certain: null };
  return {
    id,
    at: writeInstant(start + at * 1000),
    region: 'eu-west-1',
    account: { id: told.account ?? '111122223333', name: null, ou: null },
    on: {
      kind: told.puts === undefined ? 'group' : 'interface',
      id: group,
      name: group,
      vpc: told.vpc === undefined ? 'vpc-1' : told.vpc,
      environment: told.environment ?? 'prod',
      owner: 'payments',
      tags: {},
    },
    call: { name: 'AuthorizeSecurityGroupIngress', result: told.refused ? 'failed' : 'applied' },
    kind: told.puts === undefined ? 'rules-added' : 'attached',
    ...(told.puts === undefined ? {} : { groups: { names: told.puts, complete: true, latent: false } }),
    actor: { principal: `arn:aws:iam::111122223333:user/${by}`, session: null, sourceIp: '192.0.2.1' },
    effects: told.refused ? [] : [{ ...effect, gained: rowsOf(told.opens), lost: rowsOf(told.closes) }],
    verdict: { ruling: checks.length === 0 ? 'clear' : ruling, severity, checks },
  } as unknown as Decision;
}

/** A route; what is left out is as of a chat channel that tells from medium on, at once. */
export function routeOf(route: Partial<Route> = {}): Route {
  const usual = { id: 'team', min: 'medium', where: {}, to: ['slack.secops'], groupFor: 90_000, zone: 'UTC' } as const;
  return {
    ...usual,
    ...{ budget: null, dailyAt: null, weeklyAt: null, quietHours: null, acknowledgeWithin: {}, escalateTo: [] },
    ...route,
  };
}

/** A daily digest of everything. */
export const daily: Route = routeOf({
  id: 'digest',
  min: 'none',
  to: ['mail.secops'],
  groupFor: null,
  dailyAt: '09:00',
});

function rowsOf(what: Told['opens']): readonly ReachRow[] {
  if (what === undefined) return [];
  return writeRows(boxOf('ingress', readPlace(what[0]) as PeerSet, [readServices(what[1])!]));
}
