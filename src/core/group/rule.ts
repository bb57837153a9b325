/** Which way packets go through a rule. */
export type Direction = 'ingress' | 'egress';

/** Stands before the name of a group in place of its account, where that is not told: `?/Resources.In.Source`. */
export const untoldAccount = '?/';

/**
 * The other end of a rule. `value` is a canonical CIDR, a group (`sg-…`, or `<account>/sg-…` when it is another
 * account's, `?/…` when it may be any account's, or `name:<group name>` when only the name is known, or `amazon-elb/amazon-elb-sg` of classic load
 * balancers), or a prefix list (`pl-…`).
 */
export interface Peer {
  readonly kind: 'ipv4' | 'ipv6' | 'group' | 'list';
  readonly value: string;
}

/**
 * What a rule permits: EC2's identity of a rule beside its id. `protocol` is canonical: `tcp`, `udp`, `icmp`,
 * `icmpv6`, `-1` (all), or an IANA number as text. `ports` is from and to for TCP and UDP, type and code for ICMP
 * (-1 = any), `null` where the protocol has no ports (`-1`, `47`, …), which then means all.
 */
export interface Tuple {
  readonly direction: Direction;
  readonly protocol: string;
  readonly ports: readonly [number, number] | null;
  readonly peer: Peer;
}

/** A rule of a group. `id` is `sgr-…`, `null` where the record predates rule ids (July 2021). */
export interface Rule extends Tuple {
  readonly id: string | null;
  readonly description: string | null;
  /** Its own tags, where a look told them. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A rule as far as somebody told it. `protocol: null` means that its content is not told (a revoke by id before 2026,
 * the rule before a Modify), `direction: null` likewise (a Modify never tells it).
 */
export interface SeenRule {
  readonly id: string | null;
  readonly direction: Direction | null;
  readonly protocol: string | null;
  readonly ports: readonly [number, number] | null;
  readonly peer: Peer | null;
  readonly description: string | null;
}
