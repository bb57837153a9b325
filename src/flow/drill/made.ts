import type { Group } from '../../core/group/group.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { Site } from '../../core/plan/act/intent.ts';

/** The change that a drill made. */
export interface Made {
  readonly id: string;
  readonly site: Site;
  readonly group: string;
  /** The id of the rule. */
  readonly rule: string;
  /** When EC2 had answered. */
  readonly at: Instant;
  /** The canary before. */
  readonly before: Group;
}
