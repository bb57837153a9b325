import { writeCanonical } from '../leaf/canonical.ts';
import { sha256 } from '../leaf/digest.ts';

/** The place of a group that decides its shard. */
export interface GroupPlace {
  readonly account: string;
  readonly region: string;
  readonly group: string;
}

/**
 * The shard of a group among `shards` (fixed when a store is made, at most 4096): all that is known of a group stands in
 * one chain, so that its place there is also its order. What belongs to no group (`null`) stands in shard 0.
 */
export function shardOf(place: GroupPlace | null, shards: number): number {
  if (place === null || shards === 1) return 0;
  const [a = 0, b = 0, c = 0] = sha256(writeCanonical([place.account, place.region, place.group]));
  return (a * 65_536 + b * 256 + c) % shards;
}
