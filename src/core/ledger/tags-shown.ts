import type { Instant } from '../leaf/instant.ts';
import type { Evidence } from './evidence.ts';
import { lookSpread, readLag } from './look-time.ts';
import type { GroupFrame } from './standing.ts';

type Tags = GroupFrame['tags'];

/** What a record did to one tag: the value that it set, `undefined` where it removed it. */
export interface Retag {
  readonly at: Instant;
  readonly value: string | undefined;
}

/** What all evidence about a group tells of its own tags, or of those of one of its rules. */
export interface Retags {
  /** Applied changes by key, the tags that a group was made with among them. */
  readonly byKey: ReadonlyMap<string, readonly Retag[]>;
  /** All of a group's tags are known later than that: after the first look at it, from its creation on. */
  readonly knownAfter: Instant;
}

/** Gathers the tag changes of a group from evidence in order of time, or those of the rule of this id. */
export function retagsOf(sorted: readonly Evidence[], rule: string | null = null): Retags {
  const byKey = new Map<string, Retag[]>();
  let knownAfter = Number.POSITIVE_INFINITY;
  for (const each of sorted) {
    const { at } = each;
    if (each.kind === 'observed') {
      if (each.group !== null) knownAfter = Math.min(knownAfter, at);
      continue;
    }
    const { change } = each;
    if (change.record.result !== 'applied') continue;
    const note = (key: string, value: string | undefined): void => {
      const own = byKey.get(key);
      if (own === undefined) byKey.set(key, [{ at, value }]);
      else own.push({ at, value });
    };
    if (change.kind === 'group-created' && rule === null) {
      knownAfter = Math.min(knownAfter, at - 1);
      for (const [key, value] of Object.entries(change.tags)) note(key, value);
    } else if (change.kind === 'tags-changed' && change.rule === rule) {
      for (const [key, value] of Object.entries(change.set)) note(key, value);
      for (const key of change.removed) note(key, undefined);
    }
  }
  return { byKey, knownAfter };
}

/**
 * Tags after a look that began at `began` and stands at `at` among the evidence: those that it shows, but
 * for two kinds, which stay as they were. What a record set or removed within the last half minute, because the read may
 * be older than that. And what the look shows as a record made it only a little later: a look lasts a while, and it is
 * the record that tells who did it.
 */
export function tagsShown(
  tags: Tags,
  shown: Tags,
  { byKey, knownAfter }: Retags,
  { began, at }: { readonly began: Instant; readonly at: Instant },
): Tags {
  let kept: Map<string, string> | null = null;
  for (const [key, moves] of byKey) {
    const [was, is] = [tagOf(tags, key), tagOf(shown, key)];
    if (was === is) continue;
    const past = moves.filter((each) => each.at <= at);
    const last = past.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    // Of two changes in one second nothing tells which came last, so a look may.
    const isFresh = last > began - readLag && !past.some((each) => each.at === last && each.value === is);
    const isKnown = knownAfter < at || past.length > 0;
    const isAhead = isKnown && moves.some((each) => each.value === is && each.at > at && each.at <= began + lookSpread);
    if (!isFresh && !isAhead) continue;
    kept ??= new Map(Object.entries(shown));
    if (was === undefined) kept.delete(key);
    else kept.set(key, was);
  }
  return kept === null ? shown : Object.fromEntries(kept);
}

function tagOf(tags: Tags, key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}
