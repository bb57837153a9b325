import { writeCanonical } from '../leaf/canonical.ts';
import type { Instant } from '../leaf/instant.ts';
import type { EntryBody, EntryKind } from './entry-body.ts';
import { type Digester, hashEntry, toHex } from './entry-hash.ts';

/** What is hashed of an entry beside its body's digest. */
export interface EntryHeader {
  readonly v: 1;
  readonly shard: number;
  /** Its place in the shard: 0, 1, 2, … */
  readonly n: number;
  /** When it was written, by the writer's clock: the order of a shard is `n`, never this. */
  readonly at: Instant;
  readonly kind: EntryKind;
  /** What makes it one: no ledger holds two entries of one key. */
  readonly key: string;
  /** The fence of the lease it was written under. */
  readonly fence: number | null;
}

/** An entry of the ledger. Digest and hash are 64 hexadecimal digits; `body` is `null` once retention has erased it. */
export interface Entry {
  readonly header: EntryHeader;
  /** SHA-256 of the body's bytes. */
  readonly digest: string;
  readonly hash: string;
  /** The very text that was hashed. */
  readonly body: string | null;
}

/** An entry before it has its place. */
export interface EntryDraft {
  readonly at: Instant;
  readonly key: string;
  readonly fence: number | null;
  readonly body: EntryBody;
}

/** The newest entry of a shard, as a name for all of it: who keeps one elsewhere has an anchor. */
export interface Head {
  readonly shard: number;
  readonly n: number;
  readonly hash: string;
}

/**
 * A key as every store can hold it: without zero characters and halves of surrogate pairs, which some stores cut or
 * replace. What comes from outside may hold them; an altered key would break the chain.
 */
export function plainKey(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

/** Chains drafts onto a shard: `head` is its newest entry, `null` when it has none. */
export function chainEntries(
  shard: number,
  head: Head | null,
  drafts: readonly EntryDraft[],
  digest: Digester,
): readonly Entry[] {
  let prev = head?.hash ?? null;
  let n = head === null ? 0 : head.n + 1;
  return drafts.map(({ at, key, fence, body }) => {
    const header: EntryHeader = { v: 1, shard, n: n++, at, kind: body.kind, key: plainKey(key), fence };
    const text = writeCanonical(body);
    const bodyDigest = digest(text);
    prev = hashEntry(prev, header, bodyDigest, digest);
    return { header, digest: toHex(bodyDigest), hash: prev, body: text };
  });
}

/** The head that an entry is while it is the newest of its shard. */
export function headOf({ header: { shard, n }, hash }: Entry): Head {
  return { shard, n, hash };
}
