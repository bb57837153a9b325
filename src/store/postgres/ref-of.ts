import { hash } from 'node:crypto';

/**
 * What a name is looked up by: SHA-256 over its parts, which hold no zero character (`plainKey`). Names come from
 * outside and may be of any length, but an entry of an index holds at most a third of a page (PostgreSQL documentation,
 * "B-Tree Indexes": 2704 bytes), and what does not fit would fail at every attempt.
 */
export function refOf(...parts: readonly string[]): Buffer {
  return hash('sha256', parts.join('\0'), 'buffer');
}
