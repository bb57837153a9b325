import { type Entry, type Head, headOf } from './entry.ts';
import type { Digester } from './entry-hash.ts';
import { finding, type LedgerFinding } from './verify-finding.ts';
import { afterGap, readLink } from './verify-link.ts';
import { createSealBook } from './verify-seals.ts';

/** What a ledger is verified against. */
export interface Witnesses {
  /** Heads that were kept outside the store: in a digest, an export, a bucket with object lock. */
  readonly anchors: readonly Head[];
  /** How many shards the store says it has. */
  readonly shards: number;
  readonly digest: Digester;
}

/** What a whole verification saw. No findings mean: nothing in these entries was changed, inserted, swapped or dropped. */
export interface Verified {
  readonly entries: number;
  readonly findings: number;
  /** The newest entry of each shard: the anchors to keep. */
  readonly heads: readonly Head[];
  readonly seals: number;
  /** Bodies that retention has erased. */
  readonly erased: number;
}

/** Takes a ledger entry by entry, shards ascending, and says what is wrong with each. */
export interface Verifier {
  take(entry: Entry): readonly LedgerFinding[];
  /** Everything was taken: says what only the end can tell. */
  finish(): { readonly findings: readonly LedgerFinding[]; readonly verified: Verified };
}

/**
 * Verifies a ledger in one pass and in memory that grows only with distinct sealed heads. It finds any single changed,
 * inserted, swapped or dropped entry; a cut tail, a rewritten chain and a fork as soon as a seal in shard 0 or an anchor
 * from outside tells of it. A tail cut after the last seal, or a ledger rewritten with all its seals, shows against an
 * anchor only. Erased bodies verify by their digests.
 */
export function startVerifying({ anchors, shards, digest }: Witnesses): Verifier {
  const book = createSealBook(anchors);
  const chains = new Map<number, Head>();
  const seen = { entries: 0, findings: 0, erased: 0, latestErased: null as Entry | null, shard: 0 };

  const judge = (entry: Entry): LedgerFinding[] => {
    const { shard, n, at, kind } = entry.header;
    if (shard >= shards) return [finding('misplaced', shard, n, `no such shard: the ledger has ${shards}`)];
    if (shard < seen.shard) return [finding('misplaced', shard, n, `it stands behind entries of shard ${seen.shard}`)];
    seen.shard = shard;
    const chain = chains.get(shard);
    const next = chain === undefined ? 0 : chain.n + 1;
    if (n < next) return [finding('second', shard, n, 'a second entry at a place already taken: a fork, or a copy')];
    const found: LedgerFinding[] = [];
    if (n > next) found.push(missing(shard, next, n - 1));
    const prev = n > next ? afterGap : (chain?.hash ?? null);
    const link = readLink(entry, prev, digest);
    if (link !== null) found.push(finding('changed', shard, n, link));
    if (entry.body === null) {
      seen.erased++;
      if (seen.latestErased === null || at > seen.latestErased.header.at) seen.latestErased = entry;
    }
    if (kind === 'sealed' && link === null) found.push(...book.readSeal(entry, prev));
    const head = headOf(entry);
    chains.set(shard, head);
    return [...found, ...book.compare(head)];
  };

  const count = (found: readonly LedgerFinding[]): readonly LedgerFinding[] => {
    seen.findings += found.length;
    return found;
  };

  return {
    take(entry) {
      seen.entries++;
      return count(judge(entry));
    },
    finish() {
      const heads = [...chains.values()];
      const findings = count([...book.unmet(heads), ...book.unsaidErasure(seen.latestErased, seen.erased)]);
      const { entries, erased, findings: all } = seen;
      return { findings, verified: { entries, findings: all, heads, seals: book.count(), erased } };
    },
  };
}

/** Verifies entries that are all at hand. */
export function verify(
  entries: Iterable<Entry>,
  witnesses: Witnesses,
): { readonly findings: readonly LedgerFinding[]; readonly verified: Verified } {
  const verifier = startVerifying(witnesses);
  const findings = [...entries].flatMap((entry) => verifier.take(entry));
  const end = verifier.finish();
  return { findings: [...findings, ...end.findings], verified: end.verified };
}

function missing(shard: number, from: number, to: number): LedgerFinding {
  const say = from === to ? 'it is missing' : `entries ${from} to ${to} are missing`;
  return finding('missing', shard, from, say);
}
