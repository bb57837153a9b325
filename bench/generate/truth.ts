import { createHash } from 'node:crypto';

/** How many records are wanted, and the hash of their sorted ids: what every reader must find. */
export interface Found {
  readonly count: number;
  readonly hash: string;
}

/** The tiers of watched calls that a scan is asked for. */
export type Tier = 'perimeter' | 'both';

/** What the generator knows of an archive. Bytes are summed over its files, as stored and inflated. */
export interface Truth {
  readonly version: string;
  readonly files: number;
  readonly gzBytes: number;
  readonly rawBytes: number;
  readonly records: number;
  readonly tiers: Readonly<Record<Tier, Found>>;
}

/** Counts and hashes event ids, in any order; `ids` is sorted in place. */
export function hashIds(ids: string[]): Found {
  const hash = createHash('sha256');
  for (const id of ids.sort()) hash.update(id).update('\n');
  return { count: ids.length, hash: hash.digest('hex').slice(0, 16) };
}
