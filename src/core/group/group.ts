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

/** What stood at a moment, as far as somebody looked: a snapshot of live reads. */
export interface Perimeter {
  readonly takenAt: Instant;
  readonly groups: readonly Group[];
  readonly lists: readonly PrefixList[];
  readonly interfaces: readonly Interface[];
  /** Where all interfaces were looked at; where not, they may be missing from `interfaces`. `null` = any. */
  readonly interfacesOf?: readonly { readonly account: string | null; readonly region: string | null }[];
}
