import type { Instant } from '../../core/leaf/instant.ts';
import type { Quotas } from './quota.ts';
import type { Refused } from './refusal.ts';
import type { Ec2State } from './state.ts';

/** What surrounds one call: everything that it may depend on and that is not the state. */
export interface Site {
  readonly at: Instant;
  readonly quotas: Quotas;
  /** How long an edit of a prefix list takes to come into force, in milliseconds. */
  readonly listDelay: number;
  /** Who asks, as an interface's `RequesterId` tells it. */
  readonly requester: string;
  /**
   * What the part of EC2 that takes the call knows already: it may be older than the state ("Eventual consistency", EC2
   * developer guide). A thing that it does not know yet is not found.
   */
  readonly seen: Ec2State;
}

/** What became of a call that went through. */
export interface Done<R> {
  readonly state: Ec2State;
  readonly result: R;
}

/** One call as a transition: the state and what is asked go in, a new state and the answer come out. */
export type Transition<Q, R> = (state: Ec2State, request: Q, site: Site) => Done<R> | Refused;
