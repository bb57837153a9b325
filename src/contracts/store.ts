import type { Instant } from '../core/leaf/instant.ts';
import type { Entry, EntryDraft, Head } from '../core/ledger/entry.ts';

/**
 * Where the ledger stands, with all that is derived from it: one commit writes both. Several workers, on several
 * machines where the store allows it, share one. Writes answer with a value, whatever happens to the store; reads
 * reject when it cannot be reached. Times come from the caller.
 */
export interface Store {
  /** How many shards it was made with; fixed for ever. */
  readonly shards: number;
  /**
   * One commit: the entries follow `expect` in their shard (`null`: it is empty; `any`: whatever is newest, for what does
   * not depend on it) and all effects happen, or nothing does. Keys are looked at first: who repeats a commit whose
   * answer was lost is told `duplicate`, and of what.
   */
  append(
    shard: number,
    expect: Head | null | 'any',
    entries: readonly EntryDraft[],
    effects?: Effects,
    signal?: AbortSignal,
  ): Promise<Appended>;
  /** The entries of a shard in order; what is appended while it is read may be among them. */
  read(shard: number, from: number, signal?: AbortSignal): AsyncIterable<Entry>;
  /** Where the entry stands that took this key. */
  find(key: string): Promise<EntryPlace | null>;
  /** The newest entry of each shard that has any, by shard. */
  heads(): Promise<readonly Head[]>;
  row(name: RowName): Promise<Row>;
  /** The rows of a table that are there, by key (in the order of its UTF-8), from a key on and, if told, `before` another. */
  rows(table: string, from: string, most: number, before?: string): Promise<readonly Row[]>;
  /** Many of these as of one moment, in one round trip: what `heads`, `find`, `row` and `rows` would answer then. */
  view(asked: Asked): Promise<View>;
  task(id: string): Promise<Task | null>;
  /** Open tasks by kind: for figures, never to decide by. */
  waiting?(now: Instant): Promise<readonly Waiting[]>;
  /** Takes tasks that are due and that nobody holds, the longest due first, for a span of time. */
  lease(asked: LeaseAsked, signal?: AbortSignal): Promise<Leased>;
  /** Keeps a lease for a span from `now`. It may have run out, as long as nobody else took the task. */
  renew(held: Fenced, now: Instant, span: number): Promise<Settled>;
  finish(held: Fenced): Promise<Settled>;
  /** Gives a task back, to be tried again then, or (`null`) never. */
  fail(held: Fenced, why: string, again: Instant | null): Promise<Settled>;
  /**
   * Retention: erases the bodies of entries written before then (never those of seals), and forgets finished tasks and
   * caps of that age. The chain stays. A seal that says so (`SealedBody`) comes first.
   */
  erase(before: Instant): Promise<Erased>;
  /** Everything there is, as of one moment, as an export holds it: entries by shard first. */
  backup(signal?: AbortSignal): AsyncIterable<Kept>;
  /** Fills an empty store with a backup; all of it or nothing. */
  restore(kept: AsyncIterable<Kept>, signal?: AbortSignal): Promise<Restored>;
  close(): Promise<void>;
}

/** What a commit does beside its entries. */
export interface Effects {
  /** More keys that the first entry takes: other names of the same thing. Every entry takes its own key. */
  readonly keys?: readonly string[];
  /** Tasks to do; one whose id or key is known already is not made again. */
  readonly tasks?: readonly NewTask[];
  /** Tasks that must still be held under their fences: what is done for a task is written only by who holds it. */
  readonly held?: readonly Fenced[];
  /** Tasks that end with this commit, under their fences. */
  readonly finished?: readonly Fenced[];
  /** Tasks that are given back with this commit, under their fences. */
  readonly failed?: readonly (Fenced & { readonly why: string; readonly again: Instant | null })[];
  readonly caps?: readonly CapUse[];
  /** Uses of caps that are given back. */
  readonly returned?: readonly { readonly name: string; readonly by: string }[];
  readonly rows?: readonly RowWrite[];
}

/** What became of a commit. */
export type Appended =
  | { readonly kind: 'committed'; readonly entries: readonly Entry[] }
  /** Somebody else appended; `head` is the newest entry now. */
  | { readonly kind: 'lost'; readonly head: Head | null }
  /** Keys that are taken already, each with the entry that took it. */
  | { readonly kind: 'duplicate'; readonly of: readonly Taken[] }
  /** A lease that is no longer held, a cap that is used up, a row that others have written. */
  | { readonly kind: 'fenced'; readonly task: string }
  | { readonly kind: 'capped'; readonly name: string; readonly used: number }
  | { readonly kind: 'stale'; readonly row: Row }
  | Unavailable;

/** The store cannot be reached. `maybe`: what was asked for may have happened all the same. */
export interface Unavailable {
  readonly kind: 'unavailable';
  readonly maybe: boolean;
  readonly why: string;
}

/** The place of an entry. */
export interface EntryPlace {
  readonly shard: number;
  readonly n: number;
}

/** A key, and the entry that took it. */
export interface Taken {
  readonly key: string;
  readonly place: EntryPlace;
}

/** Something to do once. `key` is what makes it one; `body` is JSON. */
export interface NewTask {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly due: Instant;
  readonly body: string;
}

/** A task as the store holds it. `until`: somebody holds it till then. */
export interface Task extends NewTask {
  readonly state: 'open' | 'done' | 'failed';
  readonly attempts: number;
  readonly worker: string | null;
  readonly fence: number;
  readonly until: Instant | null;
  /** Why it failed last. */
  readonly why: string | null;
}

/** Open tasks of a kind: how many, how many of them are due, and when the first is or was due. */
export interface Waiting {
  readonly kind: string;
  readonly open: number;
  readonly due: number;
  readonly first: Instant;
}

/** A task under the number that its lease gave: it grows with every lease, and only the newest counts. */
export interface Fenced {
  readonly task: string;
  readonly fence: number;
}

/** What a worker asks for. */
export interface LeaseAsked {
  readonly worker: string;
  readonly kinds: readonly string[];
  readonly now: Instant;
  /** Milliseconds that the lease lasts. */
  readonly span: number;
  readonly most: number;
}

/** Tasks that are leased now, each with its fence. */
export type Leased = { readonly kind: 'leased'; readonly tasks: readonly Task[] } | Unavailable;

/** Whether what was asked of a task happened; `fenced`: somebody else holds it, or it is over. */
export type Settled = { readonly kind: 'settled' } | { readonly kind: 'fenced' } | Unavailable;

/** A use of a cap: at most `count` within any `per` milliseconds. `by` names the use; the same use counts once. */
export interface CapUse {
  readonly name: string;
  readonly per: number;
  readonly count: number;
  readonly at: Instant;
  readonly by: string;
}

/** The name of a row. Tables: projections, tallies, switches. */
export interface RowName {
  readonly table: string;
  readonly key: string;
}

/** A row; `value` is JSON, `null` where none is there. `version` grows with every write, deletions too; 0: never written. */
export interface Row extends RowName {
  readonly value: string | null;
  readonly version: number;
}

/** Writes a row, or (`null`) deletes it, if its version is the expected one; without one, whatever is there. */
export interface RowWrite extends RowName {
  readonly value: string | null;
  readonly expect?: number;
}

/** What is read together. */
export interface Asked {
  /** Whose newest entry. */
  readonly shard?: number;
  readonly keys?: readonly string[];
  readonly rows?: readonly RowName[];
  readonly spans?: readonly Span[];
}

/** Rows of a table, as `Store.rows` is asked for them. */
export interface Span {
  readonly table: string;
  readonly from: string;
  readonly most: number;
  readonly before?: string;
}

/** What was read together, each in the place of what was asked for. */
export interface View {
  /** `null`: the shard is empty, or none was asked for. */
  readonly head: Head | null;
  readonly places: readonly (EntryPlace | null)[];
  readonly rows: readonly Row[];
  readonly spans: readonly (readonly Row[])[];
}

/** What retention erased. */
export type Erased = { readonly kind: 'erased'; readonly bodies: number } | Unavailable;

/** One thing that a store holds. */
export type Kept =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'key'; readonly taken: Taken }
  | { readonly kind: 'task'; readonly task: Task }
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'cap'; readonly use: Omit<CapUse, 'count'> };

/** Whether a backup was taken in. */
export type Restored =
  | { readonly kind: 'restored'; readonly entries: number }
  | { readonly kind: 'refused'; readonly why: string }
  | Unavailable;
