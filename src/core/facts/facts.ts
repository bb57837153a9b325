import type { Instant } from '../leaf/instant.ts';
import type { Bounds } from '../reach/bounds.ts';
import type { Reach } from '../reach/reach.ts';

/** What groups are on, by the service whose interface it is. */
export const attachedKinds = [
  ...['ec2', 'rds', 'elasticache', 'redshift', 'opensearch', 'elb', 'lambda', 'ecs', 'eks', 'efs', 'msk', 'dms'],
  ...['emr', 'endpoint', 'nat', 'vpn', 'directory', 'workspaces', 'other'],
] as const;

export type AttachedKind = (typeof attachedKinds)[number];

/** What a group is on at a moment. */
export interface Attachments {
  readonly kinds: readonly AttachedKind[];
  /** How many interfaces; 0 = attached to nothing. */
  readonly count: number;
  /**
   * Whether any of them has a public address or faces the Internet; `null` = not known, or attached to nothing: that is
   * "not yet", and no reason to take anything lightly.
   */
  readonly exposed: boolean | null;
  /** It may be on more than this: nobody looked at all interfaces. `kinds` and `count` are then the least. */
  readonly partly?: true;
  /** What the other groups on each of these interfaces permit, without this group's own rules. */
  readonly beside: readonly Bounds[];
  /** When this was looked at, where that is another time than the change's. */
  readonly otherTime: Instant | null;
}

/** What is known of the group that a change touched, at the time of the change. `null` = not known. */
export interface GroupFacts {
  readonly id: string | null;
  readonly name: string | null;
  /** Whether it is the default group of a VPC, where that is told and the name is not: EC2 lets nobody make one. */
  readonly isDefault?: boolean;
  readonly vpc: string | null;
  readonly account: string | null;
  readonly region: string | null;
  /** Tags that count: those just before, where a change took some away without leave. `null` = not known. */
  readonly tags: Readonly<Record<string, string>> | null;
  /** Tags beside these may stand that nobody told. */
  readonly tagsPartly?: true;
  /** When tags were looked at, where that is another time than the change's. */
  readonly tagsOtherTime?: Instant;
  readonly attached: Attachments | null;
  /** When its VPC was looked at, where that showed that the Internet cannot reach into it. */
  readonly isolatedAt?: Instant;
}

/** What a decision may ask of the past. */
export interface Past {
  /** Times of refused calls of this actor, up to and with this one, oldest first. */
  readonly attempts: readonly Instant[];
  /** What broke policy in this group before and was closed: its reach, and when it was closed; oldest first. */
  readonly closed: readonly { readonly reach: Reach; readonly at: Instant }[];
  /** When this actor last changed this group before; `null` = never seen. */
  readonly lastByActor: Instant | null;
  /** How far back the past is known. */
  readonly since: Instant | null;
}

export const noPast: Past = { attempts: [], closed: [], lastByActor: null, since: null };
