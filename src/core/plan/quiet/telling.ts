import type { Instant } from '../../leaf/instant.ts';
import type { OffsetOf } from '../../leaf/zone.ts';
import type { Check, Directory, Route } from '../../policy/policy.ts';
import type { Severity } from '../../policy/scale.ts';

/** By what messages are sent: the routes, and the checks that decisions name. */
export interface Telling {
  readonly routes: readonly Route[];
  readonly checks: readonly Pick<Check, 'id' | 'when'>[];
  /** Who may be told of their own changes; without it, nobody is. */
  readonly directory?: Directory;
  /** The clocks of the routes' zones; without it, every zone is read as UTC. */
  readonly offsetOf?: OffsetOf;
}

/**
 * What becomes of a decision. `told`: a message went out for it. `joined`: it was added to a message that tells the same.
 * `collapsed`: it stands in a counted message, for a channel had had enough. `digested`: in the daily digest only.
 * `recorded`: no route wants it.
 */
export const fates = ['told', 'joined', 'collapsed', 'digested', 'recorded'] as const;
/** One of `fates`. */
export type Fate = (typeof fates)[number];

/**
 * One message to one channel. An interrupting one reaches a person at once: `alert` or `collapsed`. `notice`: of our own
 * work, `drill`: marked as such; both only live.
 */
export interface Message {
  readonly id: string;
  readonly kind: 'alert' | 'collapsed' | 'digest' | 'notice' | 'drill';
  /** As in `to`; `owner:payments` for the owner of what it is about. */
  readonly channel: string;
  readonly at: Instant;
  readonly severity: Severity;
  /** Ids of the decisions that it was sent for, then of those added to it afterwards. */
  readonly decisions: readonly string[];
  readonly joined: readonly string[];
  /** What it is about: names of groups (or of what else changed), and of the checks that object. */
  readonly about: readonly string[];
  readonly checks: readonly string[];
  /** Of a digest: what became of its decisions. */
  readonly counts: Readonly<Record<Fate, number>> | null;
}

/** All that was said, by time, and what became of every decision. */
export interface Post {
  readonly messages: readonly Message[];
  readonly fates: ReadonlyMap<string, Fate>;
}
