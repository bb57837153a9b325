import type { Instant } from '../leaf/instant.ts';
import type { DigestVerdict } from '../plan/quiet/fates.ts';
import type { Fate } from '../plan/quiet/telling.ts';
import type { Severity } from '../policy/scale.ts';
import type { AlertState } from './alert.ts';

/**
 * All that a digest tells, as it was gathered when it was due: plain JSON, so that it can be kept with its message. What
 * is `null` is not known; what is empty did not happen.
 */
export interface DigestFacts {
  readonly period: 'daily' | 'weekly';
  readonly from: Instant;
  readonly to: Instant;
  /** By the severity of a breach, else the ruling; refused calls apart. */
  readonly verdicts: Readonly<Record<DigestVerdict, number>>;
  readonly fates: Readonly<Record<Fate, number>>;
  /** The worst decisions, worst first: the first three are told. */
  readonly worst: readonly {
    readonly decision: string;
    readonly severity: Severity;
    /** The decision's own sentence. */
    readonly say: string;
    /** What became of it; `null` where it has no incident. */
    readonly state: AlertState | null;
  }[];
  /** Incidents open beyond the time in which somebody should have acknowledged them. */
  readonly overdue: readonly {
    readonly incident: string;
    readonly on: string;
    readonly severity: Severity;
    readonly since: Instant;
    /** Milliseconds; `null`: the policy names no time. */
    readonly within: number | null;
  }[];
  /** Exceptions and grants that end within 48 hours. */
  readonly ending: readonly {
    readonly kind: 'exception' | 'grant';
    readonly id: string;
    readonly about: string;
    readonly until: Instant;
    readonly owner: string;
  }[];
  readonly mutes: readonly {
    readonly id: string;
    readonly owner: string;
    readonly reason: string;
    readonly until: Instant;
    readonly kept: number;
  }[];
  /** What was added, collapsed or kept back instead of sent, by channel. */
  readonly suppressed: readonly { readonly channel: string; readonly count: number }[];
  /** Messages given up, by channel, with the newest reason. */
  readonly dead: readonly { readonly channel: string; readonly count: number; readonly why: string }[];
  readonly backlog: { readonly open: number; readonly overdue: number } | null;
  /** The last drill; `overdue`: the next should have been. `null`: none is set up. */
  readonly drill: {
    readonly at: Instant | null;
    readonly passed: boolean | null;
    readonly tookMs: number | null;
    readonly overdue: boolean;
  } | null;
  /** Critical groups under active monitoring, of all of them. */
  readonly coverage: { readonly covered: number; readonly all: number } | null;
  readonly sources: readonly { readonly source: string; readonly last: Instant | null }[];
  /** Gaps that lasted into the period; `to: null` while one lasts. */
  readonly gaps: readonly { readonly source: string; readonly from: Instant; readonly to: Instant | null }[];
  /** Heads of the chain, as `shard:n:hash`: what `verify --anchor` takes. */
  readonly heads: readonly string[];
}
