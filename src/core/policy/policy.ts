import type { Change } from '../change/change.ts';
import type { AttachedKind } from '../facts/facts.ts';
import type { SeenRule } from '../group/rule.ts';
import type { Instant } from '../leaf/instant.ts';
import type { PeerSet } from '../reach/peer-set.ts';
import type { Reach } from '../reach/reach.ts';
import type { Via } from '../trail/actor.ts';
import type { Mode, PerEnvironment, Respond, Severity } from './scale.ts';

/**
 * A policy as it judges: layers joined, names resolved, boxes made. Everything with an id is sorted by id; `at` is where
 * it stands, as `portcullis.yaml:24`.
 */
export interface Policy {
  /** `sha256:…` over all that judges: layers, lists, directory and baselines, not channels. */
  readonly digest: string;
  readonly contexts: Contexts;
  readonly directory: Directory;
  readonly checks: readonly Check[];
  readonly adjust: readonly Adjustment[];
  readonly baselines: readonly Baseline[];
  readonly exceptions: readonly Exception[];
  readonly grants: Grants;
  readonly safety: Safety;
  readonly notify: readonly Route[];
  readonly tests: readonly PolicyTest[];
  /** Names of address sets by the peers they stand for, for sentences. */
  readonly addresses: ReadonlyMap<string, PeerSet>;
}

/** How environment and owner of a group are found: the first source that answers wins, silence is `else`. */
export interface Contexts {
  readonly environment: Context;
  readonly owner: Context;
}

/** How one of them is found. */
export interface Context {
  readonly from: readonly ContextSource[];
  readonly map: Readonly<Record<string, string>>;
  /** Answers that count, after `map`; any when `null`. */
  readonly values: readonly string[] | null;
  readonly else: string;
}

/** A tag of the group, or a column of its account in the directory. */
export type ContextSource =
  | { readonly kind: 'tag'; readonly key: string }
  | { readonly kind: 'account'; readonly column: 'environment' | 'owner' | 'ou' | 'name' };

/** Accounts and people that the organisation knows. */
export interface Directory {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly people: readonly DirectoryPerson[];
}

/** An account as its row of the directory tells; `null` = the cell is empty. */
export interface Account {
  readonly id: string;
  readonly name: string | null;
  readonly ou: string | null;
  readonly owner: string | null;
  readonly environment: string | null;
}

/** A person as their row of the directory tells; `identity` is the name that AWS asserts. */
export interface DirectoryPerson {
  readonly identity: string;
  readonly name: string | null;
  readonly slack: string | null;
  readonly mail: string | null;
  readonly pager: string | null;
}

/** One question that the policy asks. */
export interface Check {
  readonly id: string;
  readonly at: string;
  /** The file that wrote it, from 0; of a locked check the one that locked it. */
  readonly layer: number;
  readonly say: string;
  readonly where: Where;
  readonly when: Question;
  /** Any one of these excuses. */
  readonly unless: readonly Condition[];
  readonly severity: PerEnvironment<Severity>;
  readonly respond: PerEnvironment<readonly Respond[]>;
  /** What the sweep does about it when it stands. */
  readonly standing: PerEnvironment<readonly Respond[]>;
  readonly playbook: string | null;
  readonly locked: boolean;
}

/** What a check asks. */
export type Question = BoxQuestion | AttemptsQuestion | TagsQuestion;

/** Whether what was gained (or lost) meets a box; standing groups are asked the same of what stands. */
export interface BoxQuestion {
  readonly kind: 'gained' | 'lost';
  /** `peers` without `except`, on `ports`, in each `direction`. */
  readonly box: Reach;
  /**
   * Groups of accounts that are not ours are among the peers: which ones those are follows from the group's account and
   * the directory. In `box` a group named `foreign`, which no rule can name, holds their place.
   */
  readonly foreign: boolean;
  /** The whole of the peers must be reached, on some port of the box. */
  readonly covers: boolean;
  /** Fires only when the total after the change inside the box is more IPv4 addresses, or IPv6 /64 networks, than this. */
  readonly moreThan: number | null;
  /** Only by these kinds of change; any when `null`. */
  readonly change: readonly Change['kind'][] | null;
  /** As written. */
  readonly words: {
    readonly direction: readonly string[];
    readonly peers: readonly string[];
    readonly except: readonly string[];
    readonly ports: readonly string[];
  };
}

/** Refused calls of one actor: more than so many within so many milliseconds. */
export interface AttemptsQuestion {
  readonly kind: 'attempts';
  readonly moreThan: number;
  readonly within: number;
}

/** Tags: a change of them that lowers protection, or contexts for which no source has an answer. */
export interface TagsQuestion {
  readonly kind: 'tags';
  readonly effect: readonly 'lowers-protection'[];
  readonly missing: readonly ('environment' | 'owner')[];
}

/** Which groups are meant; every condition given must hold. Texts are globs (`*`, `?`). */
export interface Where {
  readonly group?: readonly string[];
  readonly name?: readonly string[];
  readonly environment?: readonly string[];
  readonly owner?: readonly string[];
  /** Account ids or names. */
  readonly account?: readonly string[];
  readonly ou?: readonly string[];
  readonly region?: readonly string[];
  readonly vpc?: readonly string[];
  readonly tags?: Readonly<Record<string, readonly string[]>>;
  readonly attached?: readonly (AttachedKind | 'nothing')[];
  /** Whether it is the default group of a VPC. */
  readonly default?: readonly boolean[];
}

/** A condition on a change: on its group, its actor, and the past. */
export interface Condition extends Where {
  readonly actor?: readonly ActorSet[];
  /** Where the call came from, as AWS saw it. */
  readonly source?: PeerSet;
  /** The user agent's claim, or AWS's word: only ever claimed by itself. */
  readonly via?: readonly Via[];
  readonly mfa?: readonly boolean[];
  /** The group is on something that the Internet can reach. */
  readonly exposed?: readonly boolean[];
  /** It broke policy before, was closed, and came back within so many milliseconds. */
  readonly recurred?: { readonly within: number };
  /** The actor had not changed this group within so many milliseconds before. */
  readonly unfamiliar?: { readonly within: number };
}

/** Actors that the organisation trusts, by what AWS asserts of them; any one entry is enough. */
export interface ActorSet {
  readonly id: string;
  /** ARNs of issuing roles, with `*`; a `*` for the account stands for one's own accounts. */
  readonly roles: readonly string[];
  readonly users: readonly string[];
  /** SourceIdentity, with `*`. */
  readonly sourceIdentities: readonly string[];
  /** Permission sets of Identity Center, by its reserved roles. */
  readonly permissionSets: readonly string[];
  /** AWS services that act by themselves, such as `autoscaling.amazonaws.com`. */
  readonly services: readonly string[];
}

/** Moves severity by `by` steps when a condition holds; at most two steps in all. */
export interface Adjustment {
  readonly id: string;
  readonly at: string;
  readonly layer: number;
  readonly when: Condition;
  readonly by: number;
}

/** The rules that a group is meant to have, and how bad it is when it differs. `null` severity: not asked. */
export interface Baseline {
  readonly id: string;
  readonly at: string;
  readonly where: Where;
  readonly from: string;
  readonly groups: readonly BaselineGroup[];
  readonly drift: {
    readonly extra: PerEnvironment<Severity> | null;
    readonly widened: PerEnvironment<Severity> | null;
    readonly missing: PerEnvironment<Severity> | null;
  };
  readonly respond: PerEnvironment<readonly Respond[]>;
}

/** What a baseline wants of one group; found by id, else by name (and VPC, account where given). */
export interface BaselineGroup {
  readonly id: string | null;
  readonly name: string | null;
  readonly vpc: string | null;
  readonly account: string | null;
  readonly rules: readonly SeenRule[];
  readonly reach: Reach;
}

/** A dated, reasoned permission. */
export interface Exception {
  readonly id: string;
  readonly at: string;
  readonly layer: number;
  /** One check, or all when `null` (a declared plan permits what it declares). */
  readonly check: string | null;
  readonly group: string | null;
  readonly box: Reach;
  /** An approved plan: it permits, for each of its groups, just the reach it declares. */
  readonly declared: readonly BaselineGroup[] | null;
  readonly from: Instant | null;
  readonly until: Instant;
  readonly owner: string;
  readonly reason: string;
  readonly ticket: string | null;
}

/** How long and by whose leave short permissions may be given. */
export interface Grants {
  /** Milliseconds. */
  readonly max: number;
  readonly approve: PerEnvironment<{
    readonly from: readonly string[];
    readonly count: number;
    readonly not: readonly string[];
  }>;
}

/** What may be done to groups at all. */
export interface Safety {
  readonly mode: PerEnvironment<Mode>;
  readonly neverTouch: {
    readonly groups: readonly string[];
    readonly tags: Readonly<Record<string, readonly string[]>>;
    readonly setBy: readonly ActorSet[];
  };
  readonly caps: {
    readonly group: Rate;
    readonly actor: Rate;
    readonly account: Rate;
    readonly reserveFor: readonly Severity[];
  };
}

/** So many within so many milliseconds. */
export interface Rate {
  readonly count: number;
  readonly per: number;
}

/** Who is told of what. Every route that matches is used. */
export interface Route {
  readonly id: string;
  readonly min: Severity;
  readonly where: Where;
  readonly to: readonly string[];
  /** Milliseconds in which what one actor does to one group is gathered; `null` = at once. */
  readonly groupFor: number | null;
  readonly budget: Rate | null;
  /** `09:00`: told once a day and then only; `null` = when it happens. */
  readonly dailyAt: string | null;
  /** `mon 09:00`: told once a week and then only. */
  readonly weeklyAt: string | null;
  /** Of all its times. */
  readonly zone: string;
  /** `22:00-07:00`: what is not critical waits for the end of it and comes as one message. */
  readonly quietHours: string | null;
  /** Milliseconds in which somebody has to acknowledge a message, by its severity; what is not named may wait. */
  readonly acknowledgeWithin: Readonly<Partial<Record<Severity, number>>>;
  /** Who is told when nobody did. */
  readonly escalateTo: readonly string[];
}

/** A test that the policy carries. */
export interface PolicyTest {
  readonly id: string;
  readonly at: string;
  readonly given: string;
  readonly expect: Readonly<
    Record<string, { readonly ruling?: string; readonly severity?: Severity; readonly respond?: readonly Respond[] }>
  >;
}
