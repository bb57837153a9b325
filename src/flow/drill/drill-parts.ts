import type { Canary } from '../../contracts/canary.ts';
import type { Clock } from '../../contracts/live.ts';
import type { Store } from '../../contracts/store.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { OffsetOf } from '../../core/leaf/zone.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import type { DrillLink } from '../../core/plan/drill/drill-link.ts';
import type { Policy } from '../../core/policy/policy.ts';

/** What a drill works with. */
export interface DrillParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly canary: Canary;
  readonly policy: () => Policy;
  /** Whether the server that is tried acts at all; `null` where nobody knows: then the policy's mode tells. */
  readonly acting: boolean | null;
  readonly settings: DrillSettings;
  /** Only a record was made, and nothing in AWS: there is nothing that could be taken back. */
  readonly injected?: boolean;
  /** The clocks of the routes' zones, for quiet hours; UTC where nobody tells. */
  readonly offsetOf?: OffsetOf;
  /** Is told each link as soon as it is known. */
  readonly hears?: (link: DrillLink) => void | Promise<void>;
  /** Called off: whatever was made is taken back all the same. */
  readonly signal?: AbortSignal;
}

/** Milliseconds: how long each link may take, and how often it is looked at. */
export interface DrillSettings {
  readonly record: number;
  readonly decide: number;
  readonly tell: number;
  readonly act: number;
  readonly look: number;
}

/** What is in force unless somebody sets it otherwise: CloudTrail's events mostly come within seconds, a log file within 15 minutes. */
export const defaultDrillSettings: DrillSettings = {
  ...{ record: 900_000, decide: 120_000, tell: 300_000, act: 300_000, look: 500 },
};

/** On which group a drill is made; without one, on the one that is tagged. */
export interface DrillOrder {
  readonly site: Site;
  readonly group: string | null;
  /** How often one is made, in milliseconds, where that is by the clock. */
  readonly every?: number;
}

/** How a drill went. */
export interface Drilled {
  readonly id: string;
  readonly site: Site;
  readonly group: string | null;
  readonly name: string | null;
  readonly began: Instant;
  readonly ended: Instant;
  readonly rule: string | null;
  readonly decision: string | null;
  readonly passed: boolean;
  readonly links: readonly DrillLink[];
}
