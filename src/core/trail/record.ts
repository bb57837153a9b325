import type { Json } from '../leaf/canonical.ts';
import type { Instant } from '../leaf/instant.ts';
import type { Actor } from './actor.ts';
import type { Origin } from './origin.ts';

/** What became of a call. Only `applied` calls change anything; the other two are attempts. */
export type Result = 'applied' | 'failed' | 'dry-run';

/** What a CloudTrail record says besides its parameters: all that is kept of it once its changes are read. */
export interface RecordHead {
  readonly kind: 'record';
  readonly intake: Intake;
  readonly eventId: string;
  /** The same action as seen from the other account of a cross-account call; an alias of the record. */
  readonly sharedEventId: string | null;
  /** When AWS did it, to the second. */
  readonly at: Instant;
  /** `ec2`, `rds`, …: the event source without `.amazonaws.com`. */
  readonly service: string;
  /** The event name as sent, date suffix included. */
  readonly call: string;
  /** Twelve digits: the account that received the record. */
  readonly account: string;
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, …, read off the ARNs, else off the region. */
  readonly partition: string;
  readonly result: Result;
  readonly error: { readonly code: string; readonly message: string | null } | null;
  readonly actor: Actor;
  /** Set when CloudTrail sent this record late or to correct an earlier one. */
  readonly addendum: { readonly reason: string; readonly originalEventId: string | null } | null;
}

/** One CloudTrail record of a management call, whatever envelope brought it. */
export interface TrailRecord extends RecordHead {
  readonly request: Json;
  readonly response: Json;
}

/** How a record reached us: the same one may come by several ways. */
export interface Intake {
  readonly source: Origin;
  /** When it was delivered, as far as that is known: the slot in a log file's name, to five minutes. */
  readonly receivedAt: Instant | null;
}

/** Where a record was found: a file (or `-`), and its number in it, from 1. */
export interface Place {
  readonly file: string;
  readonly number: number | null;
}

/** Something that should have been a record, or a file, and could not be read. Never an exception, never silence. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly place: Place;
  readonly reason: string;
  readonly eventId: string | null;
}
