import type { Severity } from '../../policy/scale.ts';
import type { StandingDecision } from '../standing-decision.ts';

/** What stood against the policy when it was adopted: each with whose it is and until when. */
export interface Backlog {
  /** When the groups were looked at, ISO 8601. */
  readonly taken: string;
  /** Digest of the policy that objected. */
  readonly policy: string;
  /** Sorted by due date, worst first within a day. */
  readonly entries: readonly BacklogEntry[];
}

/**
 * One finding of a backlog: a check that objects to a rule of a group. It is known again by group, check and what the
 * rule permits, never by a rule id: a rule that is removed and made again is the same debt.
 */
export interface BacklogEntry {
  readonly group: BacklogGroup;
  readonly check: string;
  /** `ingress tcp/22 0.0.0.0/0`; `null` where no rule carries it (a missing tag). */
  readonly rule: string | null;
  /** How much a rule that names a prefix list opens, since its entries may grow; `null` for all others. */
  readonly opens: Opens | null;
  readonly severity: Severity;
  readonly environment: string | null;
  readonly owner: string | null;
  /** When it was opened, ISO 8601, and by whom, where an archive tells. */
  readonly since: string | null;
  readonly by: string | null;
  /** The day it has to be closed by: `2026-02-07`. */
  readonly due: string;
}

/** A group, by id, else by name. */
export interface BacklogGroup {
  readonly id: string | null;
  readonly name: string | null;
  readonly vpc: string | null;
  readonly account: string | null;
  readonly region: string | null;
}

/** Distinct IPv4 addresses and IPv6 /64 networks, as text; `unknown` where the entries are not known. */
export type Opens = { readonly ipv4: string; readonly networks64: string } | { readonly unknown: true };

/** A rule that carries what a check objects to, apart from its id. */
export interface CarriedRule {
  readonly rule: string;
  readonly opens: Opens | null;
}

/** A rule by the name that a decision's `carriers` give it. */
export type Carried = (name: string) => CarriedRule;

/** The group of a decision about what stands. */
export function groupOf({ on, account, region }: StandingDecision): BacklogGroup {
  return { id: on.id, name: on.name, vpc: on.vpc, account: account.id, region };
}
