import type { Instant } from '../../leaf/instant.ts';

/** What an archive and a snapshot show of an organisation: what a first policy is written from. Everything sorted. */
export interface Observed {
  /** When the first and the last change was; `null` without records. */
  readonly span: { readonly first: Instant; readonly last: Instant } | null;
  readonly changes: number;
  readonly groups: readonly ObservedGroup[];
  readonly accounts: readonly ObservedAccount[];
  readonly actors: readonly ObservedActor[];
}

/** A group, with the tags it has now, as far as known. */
export interface ObservedGroup {
  readonly tags: Readonly<Record<string, string>>;
}

/** An account that has groups or changes. */
export interface ObservedAccount {
  readonly id: string;
  readonly regions: readonly string[];
  readonly groups: number;
  readonly changes: number;
}

/** Who changed groups, by principal. */
export interface ObservedActor {
  readonly type: string;
  /** ARN of the role or user; `null` where the records tell none. */
  readonly principal: string | null;
  readonly changes: number;
  readonly refused: number;
  /** How many calls came through what, as the user agents say. */
  readonly via: Readonly<Record<string, number>>;
  /** Some of the session names, and words of the user agents. */
  readonly sessions: readonly string[];
  readonly agents: readonly string[];
  /** People that AWS vouches for. */
  readonly people: readonly string[];
  /** Addresses of its calls, and on how many days each was seen. */
  readonly sources: readonly { readonly address: string; readonly days: number; readonly console: boolean }[];
}
