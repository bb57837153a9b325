import type { Alert, Note } from '../core/alert/alert.ts';
import type { Instant } from '../core/leaf/instant.ts';

/** Something by which people are reached. It sends; when and how often is decided elsewhere. */
export interface Channel {
  /**
   * What a service does with the same again: `edits` it in place, merges it by `key`, or (`none`) shows it twice. Of the
   * first delivery; whatever follows may be safer.
   */
  readonly memory: 'edits' | 'key' | 'none';
  /** Which deliveries it has a form for; others need not be sent. */
  readonly takes: readonly Delivery['what'][];
  /** Tells it once, within the time that the signal gives. Never rejects. */
  deliver(delivery: Delivery, signal: AbortSignal): Promise<Delivered>;
  /**
   * Which of its recipients get nothing, and what to do, in a sentence; `null` where there are none of those. Only where a
   * service tells. Never rejects.
   */
  unreached?(signal: AbortSignal, now: Instant): Promise<string | null>;
  close?(): void;
}

/** One message to one channel. */
export interface Delivery {
  readonly alert: Alert;
  /**
   * `first`: not told there before. `update`: it was, and something happened since (`news`): no reason to interrupt
   * anybody. `again`: it was, and people are to be interrupted anew (worse, overdue, a reminder).
   */
  readonly what: 'first' | 'update' | 'again';
  /** What happened since the last delivery there, by time. */
  readonly news: readonly Note[];
  /** What the channel answered when it was first told; `null` where it answered nothing. */
  readonly ref: string | null;
  /** An earlier attempt at just this may have arrived: where nothing merges, the message says that it is repeated. */
  readonly repeated: boolean;
  /** How often people were to be interrupted by it so far, from 1: what an `again` is known by when it is tried once more. */
  readonly interrupts?: number;
  readonly now: Instant;
}

/** What became of a delivery. Texts never hold a secret, an address that is one, or what the service sent back at length. */
export type Delivered =
  /** `ref`: what later deliveries of this message are given. `but`: whom it did not reach, and never will. */
  | { readonly kind: 'done'; readonly ref: string | null; readonly but?: string }
  /** Not now: try again, not before `after` milliseconds where the service says so. `maybe`: it may have arrived. */
  | { readonly kind: 'later'; readonly why: string; readonly after: number | null; readonly maybe: boolean }
  /** Never, unless somebody mends something: the message, or the channel (`whole`), which takes nothing else either. */
  | { readonly kind: 'refused'; readonly why: string; readonly whole: boolean };
