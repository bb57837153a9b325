import type { Entry } from './entry.ts';
import { type Digester, hashEntry, toHex } from './entry-hash.ts';

/** Stands for the hash before an entry that follows a gap: nobody knows it. */
export const afterGap = 'after a gap';

/**
 * Says why an entry does not prove itself in its place; `null` when it does. `prev` is the hash before it, `null` before
 * the first; after a gap only the body can be checked.
 */
export function readLink(entry: Entry, prev: string | null, digest: Digester): string | null {
  const { header, body } = entry;
  if (body !== null) {
    // Half a surrogate pair has the same bytes as U+FFFD: two texts, one digest.
    if (!body.isWellFormed()) return 'its body is no text in UTF-8';
    if (toHex(digest(body)) !== entry.digest) return 'its body is not the one that was hashed';
  }
  if (prev === afterGap) return null;
  if (hashEntry(prev, header, entry.digest, digest) !== entry.hash)
    return 'its hash does not follow from the entry before it and its own contents';
  return null;
}
