import type { Store } from '../../../src/contracts/store.ts';
import type { Site } from '../../../src/core/plan/act/intent.ts';
import type { LiveParts } from '../../../src/flow/live/live-parts.ts';
import { allow } from '../../../src/flow/live/orders/allow.ts';
import { approve } from '../../../src/flow/live/orders/approve.ts';
import { deny } from '../../../src/flow/live/orders/deny.ts';
import { endGrant } from '../../../src/flow/live/orders/end-grant.ts';
import { extendGrant } from '../../../src/flow/live/orders/extend-grant.ts';
import type { Ordered } from '../../../src/flow/live/orders/ordered.ts';
import { resume } from '../../../src/flow/live/orders/resume.ts';
import { stop } from '../../../src/flow/live/orders/stop.ts';
import { undo } from '../../../src/flow/live/orders/undo.ts';
import type { Tables } from '../../../src/flow/live/tables.ts';
import { tupleOf } from '../world/estate.ts';
import { permissionOf } from '../world/permission.ts';
import type { World } from '../world/world.ts';
import { callers } from './callers.ts';
import type { Act } from './script.ts';

export type { Ordered };

/** What a person sees before they order something. */
export interface Desk {
  readonly world: World;
  readonly raw: Store;
  readonly site: Site;
  readonly later: (milliseconds: number, happen: () => void) => void;
}

/** Throws or releases the kill switch. */
export function switchBy(act: Act, parts: LiveParts, order: 'stop' | 'resume'): Promise<Ordered> {
  const ordering = { person: 'sam', reason: `act ${act.n}`, key: `${order}-${act.n}` };
  return order === 'stop' ? stop(parts, ordering) : resume(parts, ordering);
}

const minute = 60_000;

/** Gives an order of a person about what there is then; where there is nothing, none is given. */
export async function orderBy(act: Act, parts: LiveParts, desk: Desk): Promise<Ordered> {
  const { one, two, three } = act;
  const { raw, site, world } = desk;
  const ordering = { person: 'security', reason: `act ${act.n}`, key: `order-${act.n}` };
  const until = parts.clock.now() + (2 + (two % 12)) * minute;
  const nothing: Ordered = { kind: 'refused', why: 'there was nothing to order' };
  switch (act.verb) {
    case 'allow': {
      const { web, data, old } = world.estate.groups;
      const group = [web, data, old][one % 3]!;
      const rule = tupleOf(
        three % 2 === 0 ? 'tcp/22' : 'tcp/5432',
        two % 2 === 0 ? '198.51.100.0/28' : '198.51.100.0/29',
      );
      const rules = [{ ...rule, id: null, description: null }];
      const open = () =>
        world.ask('operator', callers.operator, 'AuthorizeSecurityGroupIngress', {
          ...{ GroupId: group, IpPermissions: [permissionOf(rule, `act ${act.n}`)] },
        });
      // Some open it before they are allowed to.
      desk.later(three % 5 === 0 ? 1 : 4_000 + three * 10, open);
      return allow(parts, { ...ordering, site, group, rules, until, for: 'alice' });
    }
    case 'extend':
    case 'end': {
      const grants = (await rowsOf(raw, 'grant')).filter(
        ({ ended, until: end }) => ended === null && end > parts.clock.now(),
      );
      const grant = grants[one % Math.max(grants.length, 1)];
      if (grant === undefined) return nothing;
      const about = { ...ordering, site, group: grant.group, grant: grant.id };
      return act.verb === 'end'
        ? endGrant(parts, about)
        : extendGrant(parts, { ...about, until: grant.until + 2 * minute, for: 'alice' });
    }
    case 'undo': {
      const done = (await rowsOf(raw, 'action')).filter(
        ({ state, intent }) => state === 'verified' && intent.do !== 'undo',
      );
      const action = done[one % Math.max(done.length, 1)];
      return action === undefined ? nothing : undo(parts, { ...ordering, action: action.intent.action, until });
    }
    default: {
      const asks = (await rowsOf(raw, 'ask')).filter(({ state }) => state === 'waiting');
      const lists = asks.filter(({ intent }) => intent.on.kind === 'list');
      const some = act.verb === 'approve' && lists.length > 0 ? lists : asks;
      const ask = some[one % Math.max(some.length, 1)];
      if (ask === undefined) return nothing;
      const answer = { ...ordering, hash: ask.hash };
      return act.verb === 'deny' ? deny(parts, answer) : approve(parts, answer);
    }
  }
}

async function rowsOf<T extends keyof Tables>(raw: Store, table: T): Promise<readonly Tables[T][]> {
  const rows = await raw.rows(table, '', 1_000);
  return rows.map(({ value }) => JSON.parse(value!) as Tables[T]);
}
