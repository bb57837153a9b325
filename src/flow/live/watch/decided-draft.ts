import type { Change } from '../../../core/change/change.ts';
import type { Rule } from '../../../core/group/rule.ts';
import { type Json, writeCanonical } from '../../../core/leaf/canonical.ts';
import { digestText } from '../../../core/leaf/digest.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { EntryDraft, Head } from '../../../core/ledger/entry.ts';
import type { DecidedBody } from '../../../core/ledger/entry-body.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { Incident, Violation } from '../../../core/plan/incident/episodes.ts';
import { verdictDigest } from '../memory/verdict-digest.ts';
import type { DecisionRow } from '../tables.ts';

/** What an entry of a decision holds beside it: enough to make every row again that its commit wrote. */
export interface DecidedFacts {
  readonly site: Site;
  readonly subject: string;
  /** The evidence itself; `null` where the decision is about what stands. */
  readonly change: Change | null;
  /** The record's key, and what its row says. */
  readonly record: {
    readonly key: string;
    readonly digest: string;
    readonly preferred: string;
    /** It was counted with this decision; an entry that does not say so is of a time when the first one told. */
    readonly counted?: boolean;
  } | null;
  /** Key of the expectation that the record consumed. */
  readonly expect: string | null;
  /** Ids of differences that it explains. */
  readonly claimed: readonly string[];
  /** Rows of actions and questions that follow, with when they are due. */
  readonly follows: readonly Json[];
  /** Violations and incidents as they are since. */
  readonly violations: readonly Violation[];
  readonly incidents: readonly Incident[];
}

/** The same of a revision: `change` and `record` are those of a correction, else `null`. */
export type RevisedFacts = Omit<DecidedFacts, 'expect' | 'claimed'> & Partial<Pick<DecidedFacts, 'expect' | 'claimed'>>;

/** What a decision rests on: the head it was made after, and digests of all that was known. */
export interface DecidedBasis {
  readonly knownAt: Head | null;
  /** Digest of the rules that stood just before, as far as known; `null` where nobody knows. */
  readonly state: string | null;
  readonly policy: string | null;
  readonly facts: string | null;
  readonly engine: string | null;
}

/** The key of the entry of a decision: a decision is made once. */
export function decidedKey(id: string): string {
  return `decided/${id}`;
}

/** The basis of a decision. `image`: rules known to stand just before it. */
export function basisOf({ verdict }: Decision, image: readonly Rule[] | null, head: Head | null): DecidedBasis {
  return {
    knownAt: head,
    state: image === null ? null : digestText(writeCanonical(plain(image))),
    policy: verdict?.policy ?? null,
    facts: verdict?.facts.digest ?? null,
    engine: verdict?.engine ?? null,
  };
}

/** The entry of a decision. */
export function decidedDraft(decision: Decision, facts: DecidedFacts, basis: DecidedBasis, at: Instant): EntryDraft {
  // Measured: to copy what is written at once takes as long as to write it; what is `undefined` is left out then.
  const told: unknown = { decision, facts, basis };
  const body = { kind: 'decided', ...(told as Pick<DecidedBody, 'decision' | 'facts' | 'basis'>) } as const;
  return { at, key: decidedKey(decision.id), fence: null, body };
}

/** The row of a decision. `at`: when AWS did it; `decidedAt`: when it was decided. */
export function decisionRow(
  decision: Decision,
  where: Pick<DecisionRow, 'site' | 'subject' | 'shard' | 'n' | 'at' | 'decidedAt'>,
  actions: readonly string[],
): DecisionRow {
  return {
    ...where,
    ruling: decision.verdict?.ruling ?? 'clear',
    severity: decision.verdict?.severity ?? 'none',
    verdict: verdictDigest(decision),
    revision: 0,
    incident: decision.incident ?? null,
    own: decision.own ?? null,
    actions,
  };
}

/** As JSON: without what is `undefined`. */
export function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
