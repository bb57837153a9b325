import type { Group, Interface, Perimeter, PrefixList } from '../core/group/group.ts';
import type { Rule } from '../core/group/rule.ts';
import type { Instant } from '../core/leaf/instant.ts';
import type { ApiFailure } from '../core/plan/act/api-failure.ts';
import type { Ec2Order } from '../core/plan/act/ec2-order.ts';
import type { Site } from '../core/plan/act/intent.ts';
import type { Intaken } from './source.ts';
import type { Settled, Unavailable } from './store.ts';

/** Time as a worker has it: `now` may be wrong or jump, `monotonic` (milliseconds) only grows. */
export interface Clock {
  now(): Instant;
  monotonic(): number;
  /** Ends after so many milliseconds, or as soon as the signal is given. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Luck: for jitter, never for ids. */
export interface Chance {
  /** From 0 up to 1. */
  next(): number;
}

/** A message that holds records, until it is acknowledged; a message that is not comes again. */
export interface Message {
  readonly receipt: string;
  readonly intaken: readonly Intaken[];
}

/** What messages are there now. */
export type Taken = { readonly kind: 'taken'; readonly messages: readonly Message[] } | Unavailable;

/** Where records arrive live, each message at least once, in any order. */
export interface Inbox {
  take(most: number, signal?: AbortSignal): Promise<Taken>;
  /** Acknowledges: the message need not come again. It may all the same. */
  done(receipt: string): Promise<Settled>;
  /** Gives a message back that could not be kept now: it comes again, sooner than if nobody said anything. */
  back?(receipt: string): Promise<Settled>;
}

/** What a live read showed: it stood at some moment between `started` and `ended`; or why there is no answer. */
export type Looked<T> =
  | { readonly kind: 'looked'; readonly started: Instant; readonly ended: Instant; readonly found: T }
  | ApiFailure;

/** Live reads. Each may be answered by a stale replica; what is not there is `null`, not a failure. */
export interface Gatherer {
  /** A group with all its rules, their descriptions and tags. */
  group(site: Site, id: string, signal?: AbortSignal): Promise<Looked<Group | null>>;
  list(site: Site, id: string, signal?: AbortSignal): Promise<Looked<PrefixList | null>>;
  interface(site: Site, id: string, signal?: AbortSignal): Promise<Looked<Interface | null>>;
  /** Everything of one account and region. */
  perimeter(site: Site, signal?: AbortSignal): Promise<Looked<Perimeter>>;
}

/** What came of an order. `would`: a dry run that would have succeeded. */
export type Performed = { readonly kind: 'done'; readonly answer: Ec2Answer } | { readonly kind: 'would' } | ApiFailure;

/** What EC2 answered. */
export interface Ec2Answer {
  /** Rules that the answer says went; `null` where the call does not tell. */
  readonly revoked: readonly Rule[] | null;
  /** Rules that the answer says came, with their new ids. */
  readonly made: readonly Rule[] | null;
  /** How many of the permissions asked for EC2 did not know (default VPCs answer `UnknownIpPermissions`). */
  readonly unknown: number;
}

/** Writes, one call each, under a session that carries the action's id; never more than an `Ec2Order` can say. */
export interface Reverter {
  /** The session name of a call for this action, as CloudTrail will tell it, and the ARN of the role. */
  session(order: Pick<Ec2Order, 'site' | 'action' | 'role'>): { readonly role: string; readonly name: string };
  /** `dry`: asks only whether it would succeed. Ends by `timeout` milliseconds, then with the failure `maybe`. */
  perform(order: Ec2Order, how: { readonly dry: boolean; readonly timeout: number }): Promise<Performed>;
}
