import type { Instant } from '../../core/leaf/instant.ts';
import type { DrillHop } from '../../core/plan/drill/drill-link.ts';

/** A group that drills are made on. */
export interface DrillRow {
  /** A drill that is under way, until then at most; what it left behind is closed by the next one. */
  readonly running: { readonly id: string; readonly until: Instant } | null;
  readonly last: {
    readonly id: string;
    readonly at: Instant;
    readonly passed: boolean;
    readonly failed: DrillHop | null;
    /** Milliseconds from the call to the end. */
    readonly took: number;
  } | null;
  /** When one passed last. */
  readonly passedAt: Instant | null;
  /** How often one is made, in milliseconds, where that is by the clock. */
  readonly every?: number;
}
