import type { Ec2Action, Ec2Request } from '../../../aws/model/call.ts';
import type { Asked } from '../../../aws/model/model.ts';
import type { HeldGroup, HeldRule } from '../../../aws/model/state.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { LiveParts } from '../../../flow/live/live-parts.ts';
import type { Ordered, Ordering } from '../../../flow/live/orders/ordered.ts';
import type { Cast } from './cast.ts';

/** Where a scene plays: the people in it, and what they can do. */
export interface Stage {
  readonly cast: Cast;
  readonly parts: LiveParts;
  /** A group by its name, as it stands. */
  group(name: string): { readonly site: Site; readonly held: HeldGroup };
  /** Somebody calls EC2 about a group; CloudTrail's record of it is then on its way. */
  call<A extends Ec2Action>(who: keyof Cast, group: string, action: A, request: Ec2Request<A>): Asked<A>;
  /** Somebody orders something of us. */
  order(ordering: Ordering, what: (ordering: Ordering) => Promise<Ordered>): Promise<Ordered>;
  now(): Instant;
}

/** The rule of a group that opens a TCP port to somebody; `null` when none stands. */
export function ruleOf({ held }: ReturnType<Stage['group']>, port: number, cidr: string): HeldRule | null {
  const opens = ({ direction, ports, peer }: HeldRule): boolean =>
    direction === 'ingress' && ports?.[0] === port && peer.value === cidr;
  return held.rules.find(opens) ?? null;
}
