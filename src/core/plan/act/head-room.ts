import type { Direction, Rule } from '../../group/rule.ts';

/** How many rules EC2 permits unless somebody had it raised (VPC user guide, "Amazon VPC quotas"). */
export const usualQuota = 60;

/** How many rules, or entries that a list may hold, count in each family. */
export interface Weight {
  readonly ipv4: number;
  readonly ipv6: number;
}

/**
 * How many rules a group has in one direction, as the quota counts: IPv4 and IPv6 apart. A group as peer counts in both;
 * a list counts what it may hold, which only `lists` tells, and nothing where that is not known.
 * Source: VPC user guide, "Amazon VPC quotas", security group rules.
 */
export function weigh(
  rules: readonly Rule[],
  direction: Direction,
  lists: ReadonlyMap<string, Weight> = new Map(),
): Weight {
  const weights = rules.filter((rule) => rule.direction === direction).map(({ peer }) => weightOf(peer, lists));
  return {
    ipv4: weights.reduce((sum, { ipv4 }) => sum + ipv4, 0),
    ipv6: weights.reduce((sum, { ipv6 }) => sum + ipv6, 0),
  };
}

function weightOf({ kind, value }: Rule['peer'], lists: ReadonlyMap<string, Weight>): Weight {
  switch (kind) {
    case 'ipv4':
      return { ipv4: 1, ipv6: 0 };
    case 'ipv6':
      return { ipv4: 0, ipv6: 1 };
    case 'group':
      return { ipv4: 1, ipv6: 1 };
    case 'list':
      return lists.get(value) ?? { ipv4: 0, ipv6: 0 };
  }
}

/**
 * Whether more rules fit into a group, as far as that can be told. A quota may have been raised, which nobody tells:
 * what stands now, or stood before, is proof of as much.
 */
export function fits(
  more: readonly Rule[],
  live: readonly Rule[],
  image: readonly Rule[],
  direction: Direction,
  lists?: ReadonlyMap<string, Weight>,
): boolean {
  const now = weigh(live, direction, lists);
  const before = weigh(image, direction, lists);
  const then = weigh([...live, ...more], direction, lists);
  return (['ipv4', 'ipv6'] as const).every(
    (family) => then[family] <= Math.max(usualQuota, now[family], before[family]),
  );
}
