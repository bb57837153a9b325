import type { Tuple } from '../../core/group/rule.ts';
import type { Instant } from '../../core/leaf/instant.ts';

/** Tags by key. */
export type Tags = Readonly<Record<string, string>>;

/** A rule as EC2 holds it: one peer, its own id for life. */
export interface HeldRule extends Tuple {
  readonly id: string;
  readonly description: string | null;
  readonly tags: Tags;
}

export interface HeldGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vpc: string;
  readonly tags: Tags;
  readonly rules: readonly HeldRule[];
}

/** A VPC with its default group and the one subnet that the model gives it. */
export interface HeldVpc {
  readonly id: string;
  readonly subnet: string;
  readonly defaultGroup: string;
  readonly cidr: string;
  readonly tenancy: string;
  readonly hasIpv6: boolean;
  readonly isDefault: boolean;
  readonly tags: Tags;
}

export interface HeldInterface {
  readonly id: string;
  readonly subnet: string;
  readonly vpc: string;
  readonly description: string;
  readonly groups: readonly string[];
  readonly address: string;
  readonly publicAddress: string | null;
  readonly instance: string | null;
  readonly requester: string;
  readonly sourceDestCheck: boolean;
  readonly tags: Tags;
}

/** An entry of a prefix list. */
export interface HeldEntry {
  readonly cidr: string;
  readonly description: string | null;
}

/**
 * A managed prefix list with all versions it ever had. What was asked of it is in force from `settlesAt` on; until then
 * it is `doing` that, the version before is in force, and no other edit is taken.
 */
export interface HeldList {
  readonly id: string;
  readonly name: string;
  readonly family: 'IPv4' | 'IPv6';
  readonly maxEntries: number;
  readonly versions: readonly (readonly HeldEntry[])[];
  readonly doing: 'create' | 'modify' | 'restore' | 'delete';
  readonly settlesAt: Instant;
  /** The version in force until then. */
  readonly versionBefore: number;
  /** Why the last edit came to nothing; `null` when it did not. */
  readonly failure: string | null;
  readonly tags: Tags;
}

/** An Internet gateway, attached to one VPC or to none. */
export interface HeldGateway {
  readonly id: string;
  readonly vpc: string | null;
  readonly tags: Tags;
}

/** VPC Block Public Access of an account and region, with what it lets in all the same. */
export interface HeldBlock {
  readonly mode: 'off' | 'block-ingress' | 'block-bidirectional';
  readonly exclusions: readonly {
    readonly id: string;
    readonly on: { readonly kind: 'vpc' | 'subnet'; readonly id: string };
    readonly mode: 'allow-bidirectional' | 'allow-egress';
  }[];
}

/** All that EC2 holds for one account in one region. */
export interface Ec2State {
  readonly account: string;
  readonly region: string;
  readonly groups: ReadonlyMap<string, HeldGroup>;
  readonly vpcs: ReadonlyMap<string, HeldVpc>;
  readonly interfaces: ReadonlyMap<string, HeldInterface>;
  readonly lists: ReadonlyMap<string, HeldList>;
  /** Absent: none was ever made. */
  readonly gateways?: ReadonlyMap<string, HeldGateway>;
  /** Absent: it was never switched on. */
  readonly block?: HeldBlock;
  /** What all ids are made from: grows for ever, so that none is given twice. */
  readonly made: number;
}

/** An account and region in which nothing was made yet. */
export function emptyState(account: string, region: string): Ec2State {
  const nothing = { groups: new Map(), vpcs: new Map(), interfaces: new Map(), lists: new Map() };
  return { account, region, ...nothing, made: 0 };
}

/** The state with one thing of a kind put in place of what has its id. */
export function withHeld<K extends 'groups' | 'vpcs' | 'interfaces' | 'lists'>(
  state: Ec2State,
  kind: K,
  held: Ec2State[K] extends ReadonlyMap<string, infer H> ? H : never,
): Ec2State {
  const map = new Map(state[kind] as ReadonlyMap<string, unknown>);
  map.set((held as { readonly id: string }).id, held);
  return { ...state, [kind]: map };
}

/** The state without the thing of that id. */
export function withoutHeld(state: Ec2State, kind: 'groups' | 'vpcs' | 'interfaces' | 'lists', id: string): Ec2State {
  const map = new Map(state[kind] as ReadonlyMap<string, unknown>);
  map.delete(id);
  return { ...state, [kind]: map };
}

/** The ARN of something in this account and region. */
export function arnOf(state: Ec2State, kind: string, id: string): string {
  const partition = state.region.startsWith('cn-')
    ? 'aws-cn'
    : state.region.startsWith('us-gov-')
      ? 'aws-us-gov'
      : 'aws';
  return `arn:${partition}:ec2:${state.region}:${state.account}:${kind}/${id}`;
}
