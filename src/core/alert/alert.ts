import type { Instant } from '../leaf/instant.ts';
import type { Severity } from '../policy/scale.ts';

/**
 * A message for people, whatever channel carries it: what happened, on what, by whom and how, what the policy says of it,
 * and what we did. All texts are plain: no markup, no control, invisible or direction-changing characters, each cut to
 * a length; what others chose (names, sessions, tags) still has to be escaped by whoever renders it for a channel.
 */
export interface Alert {
  /** `msg_…`; the same message keeps it through all its revisions. */
  readonly id: string;
  /** What makes two messages one where a service merges by key: at most 255 characters. */
  readonly key: string;
  readonly kind: AlertKind;
  /** Grows whenever what it says changes; 0 is the first. */
  readonly revision: number;
  readonly severity: Severity;
  readonly state: AlertState;
  /** When it first went out, and when what it says changed last. */
  readonly at: Instant;
  readonly updatedAt: Instant;
  /** The effect in words: what a phone shows. At most 150 characters. */
  readonly headline: string;
  /** What became of it, in one sentence; in the past tense only once it was verified. */
  readonly status: string;
  readonly facts: readonly Fact[];
  readonly place: AlertPlace | null;
  /** Who did it, in few words; `null` where nobody knows or it is nobody's doing. */
  readonly who: string | null;
  /** Who did it is to be looked at, even where what it opened was closed again. */
  readonly suspicious?: true;
  /** Ids of the checks that object, the worst first. */
  readonly checks: readonly string[];
  /** The effect in few characters, for a text message: `Internet→ssh`. */
  readonly short: string;
  /** What happened to it since, by time: a channel with threads tells each there. */
  readonly history: readonly Note[];
  /** Whoever is to be asked or told by name. */
  readonly people: readonly AlertPerson[];
  /** What a reader can do: a command that does it. Buttons take this place once HTTP answers. */
  readonly offers: readonly Offer[];
  readonly playbook: string | null;
  /** Ids to look further with: decisions (`chg_…`), incidents, actions. */
  readonly ids: { readonly decisions: readonly string[]; readonly incidents: readonly string[] };
  /** How many more were added to this message, or collapsed into it, instead of sent. */
  readonly suppressed: number;
}

/**
 * `incident`: somebody changed something. `collapsed`: many for which there was no room. `digest`: daily or weekly.
 * `notice`: of our own work (a gap, a fault). `drill`, `test`: marked as such, and never a reason to act.
 */
export const alertKinds = ['incident', 'collapsed', 'digest', 'notice', 'drill', 'test'] as const;
/** One of `alertKinds`. */
export type AlertKind = (typeof alertKinds)[number];

/**
 * `open`: it stands and nobody saw to it. `waiting`: people are asked. `acting`: we are at it. `closed`: verified gone,
 * or over. `accepted`: it stands by an exception or grant, with a reason. `acknowledged`: open, and somebody sees to it.
 * `told`: nothing that could close.
 */
export type AlertState = 'open' | 'waiting' | 'acting' | 'acknowledged' | 'closed' | 'accepted' | 'told';

/** One of the five facts (or a section of a digest): a word, and lines. */
export interface Fact {
  readonly label: string;
  readonly lines: readonly string[];
}

/** Where it happened. */
export interface AlertPlace {
  readonly partition: string;
  readonly account: string;
  readonly accountName: string | null;
  readonly region: string;
  /** The id and name of the group, or of what else changed; `arn` where it has one. */
  readonly on: string | null;
  readonly name: string | null;
  readonly arn: string | null;
  readonly vpc: string | null;
  readonly environment: string | null;
  readonly owner: string | null;
}

/** Something that happened to what the message is about. */
export interface Note {
  readonly at: Instant;
  readonly say: string;
}

/** Somebody of the directory, as owner of the group, as the one who did it, or as the one it is escalated to. */
export interface AlertPerson {
  readonly as: 'owner' | 'actor' | 'escalation';
  readonly name: string;
  readonly slack: string | null;
  readonly mail: string | null;
}

/** Something that can be done about it. */
export interface Offer {
  readonly id: 'show' | 'revert' | 'allow' | 'acknowledge' | 'approve' | 'deny' | 'undo';
  readonly say: string;
  readonly command: string;
}
