import type { Change } from '../change/change.ts';
import type { GroupFacts, Past } from '../facts/facts.ts';
import type { Instant } from '../leaf/instant.ts';
import type { Check, Policy } from '../policy/policy.ts';
import type { Respond } from '../policy/scale.ts';
import type { Bounds, Effect } from '../reach/bounds.ts';
import type { Reach } from '../reach/reach.ts';
import type { Actor } from '../trail/actor.ts';
import type { Result } from '../trail/record.ts';
import type { CheckVerdict, Verdict } from './verdict.ts';

/** By what is judged: the policy, and the version of the program that says so. */
export interface Judging {
  readonly policy: Policy;
  readonly engine: string;
}

/** What is judged: one act with everything that may count, or (`kinds` empty) what stands. */
export interface Matter {
  readonly at: Instant;
  readonly result: Result;
  /** Kinds of change of the act; empty when what stands is judged. */
  readonly kinds: readonly Change['kind'][];
  /** `null` when nobody is known to have done it. */
  readonly actor: Actor | null;
  /** One for each group or interface touched. */
  readonly parts: readonly Part[];
  /** The group's tags around a tag change; `null` for all others. */
  readonly tags: {
    readonly before: Readonly<Record<string, string>>;
    readonly after: Readonly<Record<string, string>>;
  } | null;
  readonly past: Past;
}

/** What happened to one group or interface, or what stands there. */
export interface Part {
  readonly group: GroupFacts;
  readonly effect: Effect;
  /** Open in between, and closed again. */
  readonly passing: Reach | null;
  /** What it permits afterwards; what stands. */
  readonly after: Bounds;
}

/** A check that objected, and to which part of the reach: what a revert has to close, or a restore to bring back. */
export interface Objection {
  readonly check: string;
  /** The check itself; `null` for a baseline's drift. */
  readonly asked: Check | null;
  /** Place among the matter's parts; `null` for attempts. */
  readonly part: number | null;
  readonly reach: Reach;
  readonly excused: boolean;
  readonly ruling: CheckVerdict['ruling'];
  /** It was open only in between, and is closed again. */
  readonly over: boolean;
  /** What the policy wants done about it, for this part. */
  readonly respond: readonly Respond[];
}

/** A verdict, with what plans and tables need beside it. */
export interface Judged {
  readonly verdict: Verdict;
  /** Of each part, as the policy's contexts say. */
  readonly contexts: readonly { readonly environment: string; readonly owner: string }[];
  readonly objections: readonly Objection[];
}
