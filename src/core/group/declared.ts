import type { Instant } from '../leaf/instant.ts';
import type { Interface, Perimeter, PrefixList } from './group.ts';
import type { SeenRule } from './rule.ts';

/** What a file that declares or lists groups is. */
export type DeclaredKind = 'describe' | 'config' | 'terraform-plan' | 'terraform-state' | 'cloudformation';

/**
 * A group as a file tells it. A rule's `null` members are known only once the plan is applied: it may then be anything
 * that the known members leave open.
 */
export interface DeclaredGroup {
  /** Where in the file: `module.edge.aws_security_group.web`, `Resources.Web`, or the group id. */
  readonly address: string;
  readonly id: string | null;
  readonly name: string | null;
  readonly vpc: string | null;
  readonly account: string | null;
  readonly region: string | null;
  /** `null` where they are known only once the plan is applied. */
  readonly tags: Readonly<Record<string, string>> | null;
  /** What the file wants to stand, or says that stands. */
  readonly rules: readonly SeenRule[];
  /** What stood before a planned change; `null` where the file does not tell; empty for a group that it makes. */
  readonly before: readonly SeenRule[] | null;
  /** All rules of the group are told here; otherwise others may stand beside them. */
  readonly complete: boolean;
  /** The plan deletes it. */
  readonly deleted: boolean;
}

/** What a file declares or lists of the perimeter. */
export interface Declared {
  readonly kind: DeclaredKind;
  /** When what it tells was looked at; `null` where it does not say. */
  readonly takenAt: Instant | null;
  readonly groups: readonly DeclaredGroup[];
  readonly lists: readonly PrefixList[];
  readonly interfaces: readonly Interface[];
  /** Every group that the file puts on something is told. */
  readonly attachmentsTold?: boolean;
  /** Where all interfaces were looked at; where not, there may be more of them. */
  readonly interfacesOf?: NonNullable<Perimeter['interfacesOf']>;
}

/** A file as read: what it declares (`null` when it is none of these), and every part that was not understood. */
export interface DeclaredReading {
  readonly declared: Declared | null;
  readonly misread: readonly string[];
}
