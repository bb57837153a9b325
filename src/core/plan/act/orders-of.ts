import type { Direction, Rule, Tuple } from '../../group/rule.ts';
import type { Assessed } from './assess.ts';
import type { Ec2Order } from './ec2-order.ts';
import { fits, type Weight } from './head-room.ts';
import type { Intent } from './intent.ts';

/** What orders are made with. */
export interface Ordering {
  /** Rules that stood before the change: nothing else is ever put back. */
  readonly image: readonly Rule[];
  /** Put rules back without their tags: a tag policy refused them. */
  readonly untagged?: boolean;
  /** Ids of rules that the action has made say again what they said: who takes one away since has changed something anew. */
  readonly rewritten?: ReadonlySet<string>;
  /** What another action of ours has made rules say since, by id: as good as what was judged, to start from. */
  readonly ours?: ReadonlyMap<string, Tuple>;
  /** How much prefix lists may hold, where that is known, by id. */
  readonly lists?: ReadonlyMap<string, Weight>;
}

type Of<K extends Assessed['kind']> = Extract<Assessed, { kind: K }>;

const directions: readonly Direction[] = ['ingress', 'egress'];

/**
 * The calls that are left to make, in order. What tightens takes away first; what restores puts back first. One call takes away all of a direction; groups as peers are put back one at
 * a time, since one that is gone would have EC2 refuse all others with it.
 */
export function ordersOf(intent: Intent, assessed: readonly Assessed[], ordering: Ordering): readonly Ec2Order[] {
  const revokes = revokesOf(intent, pick(assessed, 'revoke'));
  const rewrites = rewritesOf(intent, pick(assessed, 'rewrite'), ordering);
  const authorizes = authorizesOf(intent, pick(assessed, 'authorize'), ordering);
  const isTightening = intent.do === 'revert' || intent.do === 'expire';
  const rules = isTightening ? [...revokes, ...rewrites, ...authorizes] : [...authorizes, ...rewrites, ...revokes];
  return [...rules, ...listEdits(intent, assessed), ...groupSets(intent, assessed), ...tagSets(intent, assessed)];
}

/** Whether what an order puts back fits into the group, as far as that can be told. */
export function hasRoom(order: Ec2Order, live: readonly Rule[], { image, lists }: Ordering): boolean {
  return order.call !== 'authorize' || fits(order.rules, live, image, order.direction, lists);
}

function pick<K extends Assessed['kind']>(assessed: readonly Assessed[], kind: K): readonly Of<K>[] {
  return assessed.filter((each): each is Of<K> => each.kind === kind);
}

function revokesOf({ action, site, on }: Intent, found: readonly Of<'revoke'>[]): readonly Ec2Order[] {
  return directions.flatMap((direction) => {
    const rules = found.map(({ rule }) => rule).filter((rule) => rule.direction === direction);
    const ids = [...new Set(rules.flatMap(({ id }) => id ?? []))];
    if (ids.length === 0) return [];
    return [{ action, site, call: 'revoke', role: 'revoke', group: on.id, direction, ids }];
  });
}

function rewritesOf(
  { action, site, on }: Intent,
  found: readonly Of<'rewrite'>[],
  { image }: Ordering,
): readonly Ec2Order[] {
  const rules = found.map(({ rule }) => rule);
  return rules.length === 0 ? [] : [{ action, site, call: 'rewrite', role: 'restore', group: on.id, rules, image }];
}

function authorizesOf(
  { action, site, on }: Intent,
  found: readonly Of<'authorize'>[],
  { image, untagged }: Ordering,
): readonly Ec2Order[] {
  const rules = found.map(({ rule }) => rule);
  const batches = directions.flatMap((direction) => {
    const own = rules.filter((rule) => rule.direction === direction);
    const plain = own.filter(({ peer }) => peer.kind !== 'group');
    const byGroup = Map.groupBy(
      own.filter(({ peer }) => peer.kind === 'group'),
      ({ peer }) => peer.value,
    );
    return [plain, ...byGroup.values()].filter(({ length }) => length > 0).map((batch) => ({ direction, batch }));
  });
  return batches.map(({ direction, batch }) => ({
    ...{ action, site, call: 'authorize', role: 'restore', group: on.id, direction, rules: batch, image },
    ...(untagged === true ? { untagged } : {}),
  }));
}

function listEdits({ action, site, on }: Intent, assessed: readonly Assessed[]): readonly Ec2Order[] {
  return pick(assessed, 'entries').map(({ version, add, remove }) => ({
    ...{ action, site, call: 'edit-list', role: 'restore', list: on.id, version, add, remove },
  }));
}

function groupSets({ action, site, on }: Intent, assessed: readonly Assessed[]): readonly Ec2Order[] {
  return pick(assessed, 'groups').map(({ groups }) => ({
    ...{ action, site, call: 'set-groups', role: 'restore', interface: on.id, groups },
  }));
}

function tagSets({ action, site, on }: Intent, assessed: readonly Assessed[]): readonly Ec2Order[] {
  const tags = pick(assessed, 'tag');
  if (tags.length === 0) return [];
  const set = Object.fromEntries(tags.flatMap(({ key, to }) => (to === null ? [] : [[key, to] as const])));
  const remove = tags.flatMap(({ key, to }) => (to === null ? [key] : []));
  return [{ action, site, call: 'set-tags', role: 'restore', resource: on.id, set, remove }];
}
