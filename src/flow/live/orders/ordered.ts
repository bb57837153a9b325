import type { EntryPlace, Unavailable } from '../../../contracts/store.ts';

/** What became of an order of a person. `id`: of what it made, a grant or an action; else what it was about. */
export type Ordered =
  | { readonly kind: 'ordered'; readonly id: string; readonly place: EntryPlace }
  /** Taken down, but others must say so too. */
  | { readonly kind: 'more'; readonly id: string; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string }
  | Unavailable;

/** Who orders, and why: every order carries both. */
export interface Ordering {
  /** The identity of the person, as whoever took the order asserts it. */
  readonly person: string;
  /** What else they are known by, and what they belong to, by the same assertion. */
  readonly names?: readonly string[];
  readonly teams?: readonly string[];
  readonly reason: string;
  /** What makes this order one: the same order sent again is told what became of the first. */
  readonly key: string;
}
