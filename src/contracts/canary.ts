import type { Group } from '../core/group/group.ts';
import type { ApiFailure } from '../core/plan/act/api-failure.ts';
import type { Site } from '../core/plan/act/intent.ts';

/** A group that is there to be tried on, as it is now. */
export interface CanaryLook {
  readonly kind: 'canary';
  readonly group: Group;
  /** What it is on: ids of interfaces. A canary is on nothing. */
  readonly attached: readonly string[];
}

/** The opening that a drill makes: TCP, one address. */
export interface CanaryOpening {
  readonly port: number;
  readonly cidr: string;
  readonly description: string;
}

/** What a drill may do in AWS, under somebody's own credentials: to one group, and nothing else. Never rejects. */
export interface Canary {
  /** The groups of a place that say of themselves, by their tag, that they are there to be tried on. */
  find(
    site: Site,
    signal?: AbortSignal,
  ): Promise<{ readonly kind: 'found'; readonly groups: readonly string[] } | ApiFailure>;
  look(site: Site, group: string, signal?: AbortSignal): Promise<CanaryLook | ApiFailure>;
  /** Opens it; answers the id of the rule. */
  open(
    site: Site,
    group: string,
    opening: CanaryOpening,
    signal?: AbortSignal,
  ): Promise<{ readonly kind: 'opened'; readonly rule: string } | ApiFailure>;
  /** Closes rules by their ids; that they are gone already is fine. */
  close(site: Site, group: string, rules: readonly string[]): Promise<{ readonly kind: 'closed' } | ApiFailure>;
}
