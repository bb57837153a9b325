import type { Decision } from '../../core/plan/decision.ts';
import type { Matrix } from '../../core/reach/matrix.ts';
import type { Bill } from '../bill.ts';
import type { Rulings } from '../rulings.ts';

/**
 * What became of what a check objected to: `attempt` = the call was refused, `unmoved` = it moved no reach, `stands` = it
 * is so still at the end (`sure: false`: perhaps), `ended` = closed or brought back (`null` where nobody tells when or by
 * whom), `not-known` = nothing tells.
 */
export type Fate =
  | { readonly kind: 'attempt' | 'unmoved' | 'not-known' }
  | { readonly kind: 'stands'; readonly seconds: number; readonly sure: boolean }
  | { readonly kind: 'ended'; readonly at: string | null; readonly seconds: number | null; readonly by: string | null };

/** A change to which a check objects, followed to the end. */
export interface Objected {
  readonly decision: Decision;
  readonly fate: Fate;
  readonly matrices: readonly Matrix[];
}

/** What somebody, or everybody of a team, did. */
export interface Share {
  readonly name: string;
  readonly changes: number;
  readonly attempts: number;
  readonly breaches: number;
  readonly permitted: number;
}

/** One account in one region, as far as records tell of it. */
export interface Seen {
  readonly account: string;
  readonly accountName: string | null;
  readonly region: string;
  readonly decisions: number;
  readonly first: string;
  readonly last: string;
}

/** A reason for which verdicts could not be sure, and how many there are. */
export interface Doubt {
  readonly what: string;
  readonly why: string;
  readonly count: number;
}

/** Everything that a report tells, taken from decisions; times are ISO 8601 in UTC. */
export interface Report {
  /** Up to when what stands is followed; `null` where there is no change at all. */
  readonly asOf: string | null;
  readonly bill: Bill;
  readonly rulings: Rulings;
  /** Breaches and what may be one, worst first. */
  readonly objected: readonly Objected[];
  /** Inside policy, latest first, at most so many as are listed; `insideCount` counts all. */
  readonly inside: readonly Decision[];
  readonly insideCount: number;
  /** By day: marks by what was ruled, `breach` by severity. */
  readonly days: ReadonlyMap<string, Readonly<Record<Mark, number>>>;
  readonly people: readonly Share[];
  readonly teams: readonly Share[];
  /** Milliseconds from the call to its delivery, ascending, where that is known. */
  readonly lags: readonly number[];
  readonly seen: readonly Seen[];
  /** The longest time between two records of changes. */
  readonly silence: { readonly from: string; readonly to: string; readonly seconds: number } | null;
  readonly doubts: readonly Doubt[];
  /** Facts of another time that verdicts rest on, with how many do. */
  readonly otherTime: readonly Doubt[];
  /** `sha256:…` over all changes that were read. */
  readonly inputs: string;
}

/** What a change counts as on the timeline, worst first. */
export const marks = ['critical', 'high', 'medium', 'low', 'unsure', 'attempt', 'inside'] as const;
export type Mark = (typeof marks)[number];
