import type { AlertKind } from '../alert/alert.ts';
import type { Json } from '../leaf/canonical.ts';
import type { Instant } from '../leaf/instant.ts';
import type { Severity } from '../policy/scale.ts';

/** What an entry says, by kind. Bodies are JSON: what is `undefined` is left out, times are instants. */
export type EntryBody =
  | ObservedBody
  | DecidedBody
  | RevisedBody
  | ActingBody
  | OutcomeBody
  | OrderedBody
  | DrilledBody
  | ToldBody
  | GapBody
  | SealedBody;

/** The kinds of entries. */
export type EntryKind = EntryBody['kind'];

/** All kinds of entries, in the order of the story: the only list of them. */
export const entryKinds: readonly EntryKind[] = [
  'observed',
  'decided',
  'revised',
  'acting',
  'outcome',
  'ordered',
  'drilled',
  'told',
  'gap',
  'sealed',
];

/**
 * A live look at a group: which state it showed (`digest`), and only the difference to what was known. `known`: nothing
 * new was seen, what is known was weighed again; `site`: all of an account and region was read (`group` is empty). Both
 * differ in nothing (`null`).
 */
export type ObservedBody = {
  readonly kind: 'observed';
  readonly by: 'sweep' | 'snapshot' | 're-read' | 'known' | 'site';
  readonly group: string;
  /** The read lasted from then to then: what it shows stood at some moment between. */
  readonly started: Instant;
  readonly ended: Instant;
  readonly digest: string;
  readonly difference: Json;
  /** What of it nothing explains (yet), and what an earlier look seemed to show and this one proves wrong (by id). */
  readonly unexplained?: Json;
  readonly withdrawn?: Json;
  /** Violations and incidents as they are since, and what explains which difference (`{id: by}`). */
  readonly follows?: Json;
  readonly claimed?: Json;
};

/** A decision as it was made, with the facts it used and what it rested on. */
export type DecidedBody = {
  readonly kind: 'decided';
  readonly decision: Json;
  readonly facts: Json;
  /** What was known: places of the ledger, digests of state, policy and facts, versions of engine and time zones. */
  readonly basis: Json;
};

/** Another verdict on a decision already made, since more is known of its past. It never repeats a step. */
export type RevisedBody = {
  readonly kind: 'revised';
  /** The id of the decision. */
  readonly of: string;
  readonly verdict: Json;
  readonly because: string;
  /** What a correction says instead, and what follows from the revision; absent where nothing else does. */
  readonly facts?: Json;
};

/** The intent to call AWS, stored before the call; its expectation recognises the record that the call brings. */
export type ActingBody = {
  readonly kind: 'acting';
  readonly action: string;
  /** The id of the decision, or of the order, that asks for it. */
  readonly for: string;
  readonly attempt: number;
  readonly group: string;
  readonly call: string;
  readonly tuples: Json;
  /** The answer that the call is expected to give. */
  readonly expected: Json;
  /** Session and role that the call is made with. */
  readonly session: string;
  readonly role?: string;
  /** Until then a record that matches is ours, once. */
  readonly until: Instant;
  /** How far the action has come, without what its decision or order holds. */
  readonly row?: Json;
};

/** What became of an action. */
export type OutcomeBody = {
  readonly kind: 'outcome';
  readonly action: string;
  readonly attempt: number;
  readonly state: 'verified' | 'partly' | 'failed' | 'refused' | 'superseded' | 'gone' | 'undone' | 'later';
  readonly why: string | null;
  readonly answer: Json;
  /** New rule ids by those they stand for, where a rule was restored. */
  readonly lineage: Json;
  /** The announced call was not made. */
  readonly withdrawn?: true;
  /** Milliseconds from the change to here, where that counts. */
  readonly after?: number | null;
  /** How far the action has come, and violations and incidents as they are since. */
  readonly row?: Json;
  readonly follows?: Json;
};

/** The orders that are written to the ledger. `resend`: a message that was given up; `confirm`: a channel reaches somebody. */
export type OrderName =
  | 'allow'
  | 'approve'
  | 'deny'
  | 'mute'
  | 'unmute'
  | 'acknowledge'
  | 'resolve'
  | 'comment'
  | 'resend'
  | 'confirm'
  | 'undo'
  | 'stop'
  | 'resume'
  | 'policy';

/** What a person orders of us. */
export type OrderedBody = {
  readonly kind: 'ordered';
  readonly order: OrderName;
  readonly person: string;
  /** What it is about: a group, an incident, the hash of a plan, the digest of a policy. */
  readonly on: string;
  readonly reason: string;
  readonly until: Instant | null;
  readonly detail: Json;
};

/** An end-to-end test and how far each of its links got. */
export type DrilledBody = {
  readonly kind: 'drilled';
  readonly drill: string;
  readonly canary: string;
  readonly passed: boolean;
  readonly links: Json;
  /** The decision on the change that it made; absent where it did not come so far. */
  readonly decision?: string;
};

/**
 * A message that a channel took (`done`), or that will not be sent any more (`refused`): once for each channel and each
 * time that people were interrupted, never for edits in place.
 */
export type ToldBody = {
  readonly kind: 'told';
  readonly message: string;
  readonly channel: string;
  readonly what: 'first' | 'again';
  readonly of: AlertKind;
  readonly outcome: 'done' | 'refused';
  /** When the channel answered. */
  readonly at: Instant;
  readonly attempts: number;
  readonly why: string | null;
  /** It said that it may be a repetition. */
  readonly repeated?: true;
  readonly severity: Severity;
  readonly decisions: readonly string[];
  readonly incidents: readonly string[];
};

/** A source was lost or lagged, or held what nobody can read: what happened may be missing. `to` is `null` while it lasts. */
export type GapBody = {
  readonly kind: 'gap';
  readonly source: string;
  readonly why: 'lost' | 'lagging' | 'unreadable';
  readonly from: Instant;
  readonly to: Instant | null;
};

/**
 * The heads of all shards at a moment: shard, number and hash of the newest entry of each. `erased`: bodies of entries
 * before then were erased by retention; without a seal that says so a missing body is a finding.
 */
export type SealedBody = {
  readonly kind: 'sealed';
  readonly heads: readonly (readonly [shard: number, n: number, hash: string])[];
  readonly erased: Instant | null;
  /** Records without an entry of their own that came so far, by the key of the row that counts them. */
  readonly counted?: readonly (readonly [key: string, records: number])[];
};
