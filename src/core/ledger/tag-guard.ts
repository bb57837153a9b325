import type { TagsChanged } from '../change/change.ts';

type Tags = Readonly<Record<string, string>>;

/**
 * Tags that are not believed, by the value that counts in their place (`undefined`: the tag does not count at all). A
 * tag change that lowers protection without leave leaves the tags before it in force, until a change that is permitted
 * sets them (`docs/decisions/0008`).
 */
export type TagGuard = ReadonlyMap<string, string | undefined>;

export const noGuard: TagGuard = new Map();

/** The tags that count. */
export function guardedTags(guard: TagGuard, tags: Tags): Tags {
  if (guard.size === 0) return tags;
  const counting = new Map(Object.entries(tags));
  for (const [key, value] of guard) {
    if (value === undefined) counting.delete(key);
    else counting.set(key, value);
  }
  return Object.fromEntries(counting);
}

/** The guard after a tag change: `before` are the tags that counted. */
export function guardAfter(guard: TagGuard, { set, removed }: TagsChanged, before: Tags, believed: boolean): TagGuard {
  const next = new Map(guard);
  for (const key of [...Object.keys(set), ...removed]) {
    if (believed) next.delete(key);
    else next.set(key, Object.hasOwn(before, key) ? before[key] : undefined);
  }
  return next;
}

/** Tags after a change of them. */
export function retagged(tags: Tags, { set, removed }: Pick<TagsChanged, 'set' | 'removed'>): Tags {
  const gone = new Set(removed);
  return Object.fromEntries([...Object.entries(tags).filter(([key]) => !gone.has(key)), ...Object.entries(set)]);
}
