import type { Instant } from '../leaf/instant.ts';
import type { Rule } from './rule.ts';

/** A security group as it stands at a moment. */
export interface Group {
  readonly id: string;
  readonly name: string | null;
  readonly vpc: string | null;
  /** Twelve digits; `null` when the source does not tell. */
  readonly account: string | null;
  readonly region: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly rules: readonly Rule[];
}

/** A managed prefix list. `entries: null` when they are not known. */
export interface PrefixList {
  readonly id: string;
  readonly name: string | null;
  readonly version: number | null;
  /** Canonical CIDRs. */
  readonly entries: readonly string[] | null;
}

/** A network interface: what groups are put on. */
export interface Interface {
  readonly id: string;
  readonly vpc: string | null;
  readonly groups: readonly string[];
  /** What it belongs to, in EC2's words: an instance id, or the interface's own description. */
  readonly owner: string | null;
  readonly publicAddress: string | null;
  /** An IPv6 address by which the Internet may reach it. */
  readonly publicIpv6?: string | null;
  /** EC2's `InterfaceType`: `interface`, `lambda`, `natGateway`, `vpc_endpoint`, …. */
  readonly type?: string | null;
  /** Who made it: `amazon-rds`, `amazon-elb`, or an account; `null` when the owner of the account did. */
  readonly requester?: string | null;
}

/**
 * A VPC as far as the Internet may reach into it. Told of one's own VPCs only: who merely shares one does not see its
 * gateways (Amazon VPC user guide, "Share your VPC subnets with other accounts").
 */
export interface Vpc {
  readonly id: string;
  readonly account: string | null;
  readonly region: string | null;
  /** The Internet gateway attached to it; `null` = it has none. */
  readonly internetGateway: string | null;
  /** What VPC Block Public Access keeps from its account and region; `null` = not known. */
  readonly blocked: 'off' | 'ingress' | 'both' | null;
  /** An exclusion lets the Internet into it, or into a part of it, all the same. */
  readonly exempt: boolean;
}

/** What stood at a moment, as far as somebody looked: a snapshot of live reads. */
export interface Perimeter {
  readonly takenAt: Instant;
  readonly groups: readonly Group[];
  readonly lists: readonly PrefixList[];
  readonly interfaces: readonly Interface[];
  /** VPCs whose gateways were looked at; absent where nobody did. */
  readonly vpcs?: readonly Vpc[];
  /** Where all interfaces were looked at; where not, they may be missing from `interfaces`. `null` = any. */
  readonly interfacesOf?: readonly { readonly account: string | null; readonly region: string | null }[];
}
