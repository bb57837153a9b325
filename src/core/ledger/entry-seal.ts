import type { Json } from '../leaf/canonical.ts';
import { isObject } from '../leaf/canonical.ts';
import type { Instant } from '../leaf/instant.ts';
import type { EntryDraft, Head } from './entry.ts';
import type { SealedBody } from './entry-body.ts';
import { isHash } from './entry-hash.ts';

/**
 * A seal over these heads, to be appended to shard 0 right after the head of shard 0 that stands among them.
 * `slot` names its minute: two holders of one lease make one seal. `erased`: see `SealedBody`; it never goes back.
 */
export function sealDraft(
  heads: readonly Head[],
  at: Instant,
  slot: string,
  erased: Instant | null,
  counted: NonNullable<SealedBody['counted']> = [],
): EntryDraft {
  const sorted = [...heads].sort((a, b) => a.shard - b.shard);
  const body: SealedBody = {
    kind: 'sealed',
    heads: sorted.map(({ shard, n, hash }) => [shard, n, hash] as const),
    erased,
    ...(counted.length === 0 ? {} : { counted }),
  };
  return { at, key: `seal/${slot}`, fence: null, body };
}

/** What a seal says. */
export interface SealReading {
  readonly heads: readonly Head[];
  readonly erased: Instant | null;
}

/** Reads the body of a seal; `null` when it is not one. */
export function readSeal(body: Json): SealReading | null {
  if (!isObject(body) || !Array.isArray(body.heads)) return null;
  const erased = body.erased ?? null;
  if (erased !== null && typeof erased !== 'number') return null;
  const heads = (body.heads as readonly Json[]).map(readHead);
  return heads.every((head) => head !== null) ? { heads, erased } : null;
}

function readHead(json: Json): Head | null {
  if (!Array.isArray(json)) return null;
  const [shard, n, hash] = json as readonly Json[];
  return typeof shard === 'number' && typeof n === 'number' && isHash(hash) ? { shard, n, hash } : null;
}
