import type { Instant } from '../../leaf/instant.ts';
import type { Severity } from '../../policy/scale.ts';
import type { Site } from '../act/intent.ts';

/** One check that objects to one tuple of one group; `tuple` is empty where no rule carries it. */
export interface Violation {
  readonly site: Site;
  readonly group: string;
  readonly check: string;
  /** `ingress tcp/22 0.0.0.0/0`; of tags what the tag has to say: `tag env=prod`, `no tag env`. */
  readonly tuple: string;
  readonly severity: Severity;
  readonly incident: string;
  readonly openedAt: Instant;
  /**
   * `closing`: it no longer stands as far as known; two good reads are to come. `unattended`: nothing stands that could
   * go, and nobody looked at it for a week; `resolved`: somebody did, and said why it is over. `withdrawn`: the decision
   * that found it came to say otherwise.
   */
  readonly state: 'open' | 'closing' | 'gone' | 'accepted' | 'group gone' | 'unattended' | 'resolved' | 'withdrawn';
  readonly closedAt: Instant | null;
}

/** What kind of objections one incident gathers. */
export type Family = 'opening' | 'loss' | 'tags' | 'attempts';

/** An episode of violations of one group. */
export interface Incident {
  readonly id: string;
  readonly site: Site;
  readonly group: string;
  readonly family: Family;
  readonly severity: Severity;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  /** When it, or something of it, came back last after it was over. */
  readonly againAt?: Instant;
  readonly decisions: readonly string[];
  /** An incident of the same violation before, if it came back. */
  readonly earlier: string | null;
  /** Who said last that they see to it; from before it came back it counts no more (`acknowledgedBy`). */
  readonly acknowledged?: { readonly by: string; readonly at: Instant };
  /** Who ended it with a reason, where nothing of it stood. */
  readonly resolved?: { readonly by: string; readonly at: Instant; readonly reason: string };
}

/** The violations of one group, over and standing ones, and their incidents. */
export interface Episodes {
  readonly violations: readonly Violation[];
  readonly incidents: readonly Incident[];
}
