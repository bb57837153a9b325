import type { Head } from './entry.ts';
import { isHash } from './entry-hash.ts';

/** Writes a head as `shard:n:hash`, the form in which it is kept outside the store. */
export function writeAnchor({ shard, n, hash }: Head): string {
  return `${shard}:${n}:${hash}`;
}

/** Reads `shard:n:hash`; `null` when it is not one. */
export function readAnchor(text: string): Head | null {
  const [, shard, n, hash] = /^(\d{1,4}):(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim().toLowerCase()) ?? [];
  return isHash(hash) ? { shard: Number(shard), n: Number(n), hash } : null;
}
