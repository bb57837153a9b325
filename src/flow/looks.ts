import type { Group, Interface, Perimeter, PrefixList, Vpc } from '../core/group/group.ts';
import type { Instant } from '../core/leaf/instant.ts';

/** A live look at one thing, by the start of the read; `found: null` = it was not there. */
export interface Look<T> {
  readonly at: Instant;
  readonly found: T | null;
}

/** Looks at single things beside a snapshot, by id and in its order, each thing's oldest first. */
export interface Looks {
  readonly groups: ReadonlyMap<string, readonly Look<Group>[]>;
  readonly lists: ReadonlyMap<string, readonly Look<PrefixList>[]>;
  readonly interfaces: ReadonlyMap<string, readonly Look<Interface>[]>;
  readonly vpcs?: ReadonlyMap<string, readonly Look<Vpc>[]>;
  /** Where all interfaces were looked at, and when; `null` = nowhere. */
  readonly swept: { readonly at: Instant; readonly of: NonNullable<Perimeter['interfacesOf']> } | null;
}

export const noLooks: Looks = { groups: new Map(), lists: new Map(), interfaces: new Map(), swept: null };

/** All looks at things of one kind, those of the snapshot among them, oldest first. */
export function looksAt<T extends { readonly id: string }>(
  shown: readonly T[] | undefined,
  takenAt: Instant | undefined,
  more: ReadonlyMap<string, readonly Look<T>[]>,
): ReadonlyMap<string, readonly Look<T>[]> {
  if (shown === undefined || takenAt === undefined || shown.length === 0) return more;
  const all = new Map<string, readonly Look<T>[]>(more);
  for (const found of shown) {
    const look = { at: takenAt, found };
    const others = all.get(found.id);
    all.set(found.id, others === undefined ? [look] : [...others, look].sort((a, b) => a.at - b.at));
  }
  return all;
}

/** The first look that showed a thing. */
export function firstFound<T>(
  looks: readonly Look<T>[] | undefined,
): { readonly at: Instant; readonly found: T } | null {
  for (const { at, found } of looks ?? []) if (found !== null) return { at, found };
  return null;
}
