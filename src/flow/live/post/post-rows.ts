import type { Note } from '../../../core/alert/alert.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Message } from '../../../core/plan/quiet/telling.ts';

/** A message as it stands: what it is about, what happened since, and how often people are to be interrupted by it. */
export interface MessageRow {
  readonly message: Message;
  /** What a service merges by (`Alert.key`). */
  readonly key: string;
  /** Grows with everything that changes what it says. */
  readonly revision: number;
  /** 1 when it is first told; one more for each time that people are interrupted anew. */
  readonly interrupts: number;
  readonly incidents: readonly string[];
  /** What happened since, by time: the newest hundred. */
  readonly notes: readonly Note[];
  readonly updatedAt: Instant;
  readonly acknowledged: { readonly by: string; readonly at: Instant } | null;
  /** When somebody should have acknowledged it, and where it goes then. */
  readonly escalation: { readonly at: Instant; readonly to: readonly string[]; readonly done: boolean } | null;
  /** Edits do not bring it there earlier: what becomes of it until then decides whether it wakes anybody. */
  readonly notBefore?: Instant;
  /** What a notice or digest says, where no decision does: JSON for whoever words it. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** How far a message has come at one channel. */
export interface SentRow {
  /** What the channel was told last; -1: nothing yet. */
  readonly revision: number;
  /** How often people were interrupted there. */
  readonly interrupts: number;
  /** What the channel calls it. */
  readonly ref: string | null;
  /** When it was first taken; and what happened up to when it was told last (`MessageRow.updatedAt`): the rest is news there. */
  readonly at: Instant | null;
  readonly last: Instant | null;
  /** An attempt that was announced and whose end nobody wrote: until then it may be under way, later it may have arrived. */
  readonly trying: { readonly revision: number; readonly until: Instant } | null;
  /** An attempt at what is due may have arrived. */
  readonly maybe: boolean;
  /** Attempts at what is due, and since when. */
  readonly attempts: number;
  readonly since: Instant | null;
  /** When it is tried again: the one task of it that is open then brings it to its newest revision. */
  readonly next?: Instant | null;
  /** The channel that stands in for this one, since when. */
  readonly fallback: { readonly to: string; readonly at: Instant } | null;
}

/** A message that a channel will not be sent any more unless somebody orders it. */
export interface DeadRow {
  readonly message: string;
  readonly channel: string;
  readonly revision: number;
  readonly why: string;
  readonly at: Instant;
}

/** A mute: what fits it is not told at once, but counted, until it ends. All conditions given must hold. */
export interface MuteRow {
  readonly id: string;
  readonly check: string | null;
  /** The id of a group. */
  readonly group: string | null;
  readonly account: string | null;
  readonly owner: string;
  readonly by: string;
  readonly reason: string;
  readonly from: Instant;
  readonly until: Instant;
  /** How much it has kept back. */
  readonly kept: number;
}
