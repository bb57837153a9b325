import type { ReachRow } from '../../reach/rows.ts';

const few = { v4: 2n ** 16n, v6: 2n ** 80n };
/** Half of the public addresses of each family. */
const most = { v4: 2n ** 31n - 2n ** 28n, v6: 2n ** 124n };

/**
 * How much of the Internet is among the peers of a row, roughly: `few` up to a /16, `many`, `most` from about half of a
 * family on. Peers that are not public say who they are, for there one is not like another.
 */
export function scaleOf({ public: open, peers }: ReachRow): string {
  if (open === 'unknown') return peers.join(',');
  const [v4, v6] = [BigInt(open.ipv4), BigInt(open.ipv6)];
  if (v4 >= most.v4 || v6 >= most.v6) return 'most';
  if (v4 > few.v4 || v6 > few.v6) return 'many';
  return v4 > 0n || v6 > 0n ? 'few' : peers.join(',');
}
