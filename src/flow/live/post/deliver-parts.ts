import type { Channel } from '../../../contracts/channel.ts';
import type { Alert } from '../../../core/alert/alert.ts';
import type { LiveParts } from '../live-parts.ts';
import type { Pace } from './deliver-pace.ts';
import type { MessageRow } from './post-rows.ts';

/** What delivery works with, beside what every worker has. */
export interface DeliverParts extends Pick<LiveParts, 'store' | 'clock' | 'chance' | 'worker'> {
  /** A channel by its name in the policy, or `owner:<name>`. */
  readonly channel: (name: string) => Reached;
  /** What a message says now; `null`: nothing that anybody need be told (an empty digest). */
  readonly word: (row: MessageRow) => Promise<Alert | null>;
  readonly pace: Pace;
  readonly delivery: DeliverySettings;
}

/** A channel and who stands in for it; or why there is none of that name, which only people can mend. */
export type Reached =
  | {
      readonly kind: 'reached';
      readonly channel: Channel;
      readonly fallback: string | null;
      /** The least time between two deliveries, in milliseconds. */
      readonly every: number;
    }
  | { readonly kind: 'unreachable'; readonly why: string; readonly fallback: string | null };

/** Times are milliseconds. */
export interface DeliverySettings {
  /** How long one attempt may take. */
  readonly timeout: number;
  /** How much longer its lease lasts: what came of it has to be written, too. */
  readonly margin: number;
  /** The first wait after a failure; it doubles up to the longest, and each is drawn between half of it and all. */
  readonly backoff: number;
  readonly longest: number;
  /** After so many failures in a row, or where it would take this long, the fallback is told too. */
  readonly fallbackAfter: number;
  readonly fallbackWithin: number;
  /** What a channel did not take within so long is given up there. */
  readonly deadAfter: number;
}

/** What is in force unless somebody sets it otherwise. */
export const defaultDeliverySettings: DeliverySettings = {
  timeout: 20_000,
  margin: 10_000,
  backoff: 2_000,
  longest: 600_000,
  fallbackAfter: 3,
  fallbackWithin: 60_000,
  deadAfter: 86_400_000,
};
