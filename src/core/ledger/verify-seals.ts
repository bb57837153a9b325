import type { Json } from '../leaf/canonical.ts';
import { writeInstant } from '../leaf/instant.ts';
import type { Entry, Head } from './entry.ts';
import { readSeal, type SealReading } from './entry-seal.ts';
import { finding, type LedgerFinding } from './verify-finding.ts';
import { afterGap } from './verify-link.ts';

/** A head that somebody saw, and who. */
interface Seen extends Head {
  readonly by: string;
}

/** What seals and anchors say of the chains, and what of it has been met so far. */
export interface SealBook {
  readSeal(entry: Entry, prev: string | null): readonly LedgerFinding[];
  /** Compares an entry in its place with what was seen there. */
  compare(head: Head): readonly LedgerFinding[];
  /** What was seen beyond the ends of the chains. */
  unmet(heads: readonly Head[]): readonly LedgerFinding[];
  unsaidErasure(latest: Entry | null, erased: number): readonly LedgerFinding[];
  count(): number;
}

/** Starts with the anchors; seals are added as shard 0 is read, before all other shards. */
export function createSealBook(anchors: readonly Head[]): SealBook {
  const seen = new Map<number, Seen[]>();
  const lists = new Map<number, { readonly list: readonly Seen[]; at: number }>();
  const newest = new Map<number, Head>();
  const all = { seals: 0, erased: Number.NEGATIVE_INFINITY };
  const see = (head: Seen): void => {
    const list = seen.get(head.shard);
    if (list === undefined) seen.set(head.shard, [head]);
    else list.push(head);
  };
  for (const anchor of anchors) see({ ...anchor, by: 'an anchor' });

  const readHead = (entry: Entry, head: Head, prev: string | null): LedgerFinding | null => {
    const { n } = entry.header;
    const before = newest.get(head.shard);
    newest.set(head.shard, head);
    if (before !== undefined && head.n < before.n)
      return finding('shrunk', 0, n, `this seal knows shard ${head.shard} to ${head.n}, one before to ${before.n}`);
    if (before?.n === head.n && before.hash !== head.hash)
      return finding('rewritten', head.shard, head.n, `two seals saw two different entries, seal 0:${n} is the later`);
    if (head.shard === 0 && prev !== afterGap && (head.n !== n - 1 || head.hash !== prev))
      return finding('rewritten', 0, n, 'this seal follows another entry than the one that it saw');
    if (head.shard !== 0 && before?.n !== head.n) see({ ...head, by: `seal 0:${n}` });
    return null;
  };

  return {
    readSeal(entry, prev) {
      const { shard, n } = entry.header;
      if (entry.body === null) return [finding('erased', shard, n, 'the body of a seal is never erased, and is gone')];
      const seal = shard === 0 ? parse(entry.body) : null;
      if (seal === null) return [finding('unreadable', shard, n, 'expected a seal that can be read, in shard 0')];
      all.seals++;
      all.erased = Math.max(all.erased, seal.erased ?? Number.NEGATIVE_INFINITY);
      const known = new Set(seal.heads.map((head) => head.shard));
      const dropped = [...newest.keys()].filter((each) => !known.has(each));
      return [
        ...dropped.map((each) => finding('shrunk', 0, n, `this seal does not know shard ${each}, one before did`)),
        ...seal.heads.flatMap((head) => readHead(entry, head, prev) ?? []),
      ];
    },
    compare(head) {
      const found: LedgerFinding[] = [];
      const waiting = lists.get(head.shard) ?? { list: sorted(seen.get(head.shard) ?? []), at: 0 };
      lists.set(head.shard, waiting);
      for (; waiting.at < waiting.list.length; waiting.at++) {
        const { n, hash, by } = waiting.list[waiting.at]!;
        if (n > head.n) break;
        if (n === head.n && hash !== head.hash)
          found.push(finding('rewritten', head.shard, n, `${by} saw another entry here`));
      }
      return found;
    },
    unmet(heads) {
      const ends = new Map(heads.map((head) => [head.shard, head.n]));
      return [...seen].flatMap(([shard, list]) => {
        const last = sorted(list).at(-1)!;
        const end = ends.get(shard) ?? -1;
        if (last.n <= end) return [];
        const where = end < 0 ? 'the shard has no entries' : `the shard ends at ${end}`;
        return [finding('cut', shard, end + 1, `${where}, ${last.by} saw entry ${last.n}`)];
      });
    },
    unsaidErasure(latest, erased) {
      if (latest === null || latest.header.at < all.erased) return [];
      const { shard, n, at } = latest.header;
      const upTo = Number.isFinite(all.erased) ? `the seals say up to ${writeInstant(all.erased)}` : 'no seal says so';
      const say = `its body, written ${writeInstant(at)}, is gone: ${erased} bodies are erased, ${upTo}`;
      return [finding('erased', shard, n, say)];
    },
    count: () => all.seals,
  };
}

function sorted(list: readonly Seen[]): readonly Seen[] {
  return [...list].sort((a, b) => a.n - b.n);
}

function parse(body: string): SealReading | null {
  try {
    return readSeal(JSON.parse(body) as Json);
  } catch {
    return null;
  }
}
