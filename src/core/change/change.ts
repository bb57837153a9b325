import type { Rule, SeenRule } from '../group/rule.ts';
import type { RecordHead } from '../trail/record.ts';

/** What a change happened to. An `interface` is whatever groups are put on: an ENI, else an instance, database, load balancer. */
export interface Subject {
  readonly kind: 'group' | 'list' | 'interface' | 'vpc';
  /** `sg-…`, `pl-…`, `vpc-…`, `eni-…`, `i-…`, or `<service>:<name>` such as `rds:orders`; `null` when the record does not tell. */
  readonly id: string | null;
  readonly name: string | null;
  readonly vpc: string | null;
}

/** A group as a record names it: at least one of both is set. */
export interface GroupName {
  readonly id: string | null;
  readonly name: string | null;
}

/** What a call did to one rule, as far as the record tells its content. */
export interface RuleEdit extends SeenRule {
  readonly op: 'add' | 'remove' | 'before' | 'after';
}

/** One CIDR of a managed prefix list. */
export interface ListEntry {
  readonly cidr: string;
  readonly description: string | null;
}

interface Told {
  readonly record: RecordHead;
  /** Place among the changes of its record, from 0. */
  readonly ordinal: number;
  /** `implied`: EC2 did it on the side and no record says so (default groups). `observed`: a look showed it. */
  readonly origin: 'record' | 'implied' | 'observed';
  readonly on: Subject;
  /** Its session calls itself ours, and we announced no such call: whoever made it took our name. Told of live records only. */
  readonly unannounced?: true;
}

/** Rules came, went or changed in place. */
export interface RulesChange extends Told {
  readonly kind: 'rules-added' | 'rules-removed' | 'rules-modified';
  readonly rules: readonly RuleEdit[];
}

/** Only descriptions of rules changed: nothing became reachable or unreachable. */
export interface Described extends Told {
  readonly kind: 'described';
  readonly rules: readonly RuleEdit[];
}

/** A group began, with the rules EC2 gives it unasked. */
export interface GroupCreated extends Told {
  readonly kind: 'group-created';
  readonly rules: readonly Rule[];
  /** Rules it has only if its VPC has IPv6. */
  readonly maybe: readonly Rule[];
  readonly tags: Readonly<Record<string, string>>;
}

/** A group ended, and all its rules with it. */
export interface GroupDeleted extends Told {
  readonly kind: 'group-deleted';
}

/** Tags of a group, rule (`rule` is then its id), prefix list or interface changed. */
export interface TagsChanged extends Told {
  readonly kind: 'tags-changed';
  readonly rule: string | null;
  readonly set: Readonly<Record<string, string>>;
  readonly removed: readonly string[];
}

/** The entries of a prefix list changed, and with them every rule that names it. `entries: 'unknown'` when the record does not tell them. */
export interface ListEdited extends Told {
  readonly kind: 'list-edited';
  readonly act: 'created' | 'modified' | 'restored' | 'deleted' | 'resolver';
  readonly added: readonly ListEntry[];
  readonly removed: readonly string[];
  readonly entries: 'known' | 'unknown';
  /** Version in the answer (of an edit in progress, the one before it); `null` when not told. */
  readonly version: number | null;
}

/**
 * Groups were put on, or taken off, something. `complete`: `groups` is the whole new set, not a delta. `latent`: it
 * takes effect at a later launch (launch templates). An empty complete set means the VPC's default group.
 */
export interface Attached extends Told {
  readonly kind: 'attached' | 'detached';
  readonly groups: readonly GroupName[];
  readonly complete: boolean;
  readonly latent: boolean;
  /** Whether the Internet may reach what they were put on, where the record tells: a load balancer's scheme, a public database. */
  readonly facesInternet?: boolean;
}

/** A group became usable in another VPC, or two VPCs could or could no longer name each other's groups (`other` is the peer). */
export interface Associated extends Told {
  readonly kind: 'associated' | 'dissociated';
  readonly other: string | null;
}

/** What one record did to the perimeter; one record may tell several. */
export type Change =
  | RulesChange
  | Described
  | GroupCreated
  | GroupDeleted
  | TagsChanged
  | ListEdited
  | Attached
  | Associated;
