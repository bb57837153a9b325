import type { Interface, Perimeter, Vpc } from '../group/group.ts';
import type { Instant } from '../leaf/instant.ts';
import type { Bounds } from '../reach/bounds.ts';
import { boundsOfInterface } from '../reach/interface.ts';
import { attachedKind } from './attached-kind.ts';
import { type AttachedKind, type Attachments, attachedKinds } from './facts.ts';
import { isIsolatedAmong } from './isolated.ts';

/** One thing that a group is on. */
export interface Holder {
  readonly kind: AttachedKind;
  /** Whether the Internet may reach it; `null` = not known. */
  readonly exposed: boolean | null;
}

/**
 * What a live look at an interface tells: it is exposed when it has a public address of either family, unless its VPC is
 * one of those that the Internet cannot reach into.
 */
export function holderOf(shown: Interface, vpcs: readonly Vpc[] = []): Holder {
  const isPublic = shown.publicAddress !== null || (shown.publicIpv6 ?? null) !== null;
  return { kind: attachedKind(shown), exposed: isPublic && !isIsolatedAmong(vpcs, shown.vpc) };
}

/** Everything that a group is on, as one fact. `complete`: it is on nothing else. */
export function attachmentsOf(
  holders: readonly Holder[],
  told: { readonly complete: boolean; readonly beside: readonly Bounds[]; readonly otherTime: Instant | null },
): Attachments {
  const kinds = new Set(holders.map((each) => each.kind));
  const isExposed = holders.some((each) => each.exposed === true);
  const isKnown = told.complete && holders.length > 0 && holders.every((each) => each.exposed !== null);
  return {
    kinds: attachedKinds.filter((kind) => kinds.has(kind)),
    count: holders.length,
    exposed: isExposed ? true : isKnown ? false : null,
    beside: told.beside,
    otherTime: told.otherTime,
    ...(told.complete ? {} : { partly: true }),
  };
}

/** Whether all interfaces of an account and region were looked at. */
export function isLookedAt(
  places: readonly { readonly account: string | null; readonly region: string | null }[] | undefined,
  { account, region }: { readonly account: string | null; readonly region: string | null },
): boolean {
  const fits = (one: string | null, other: string | null) => one === null || other === null || one === other;
  return (places ?? []).some((place) => fits(place.account, account) && fits(place.region, region));
}

/** Interfaces, and VPCs, as somebody looked at them. */
export type Shown = Pick<Perimeter, 'interfaces' | 'interfacesOf' | 'vpcs'>;

/**
 * What a group is on, as a look at interfaces shows it; `null` where nobody looked and nothing shows it. `boundsOf` tells
 * what another group permits; without it nobody asks what stands beside.
 */
export function attachmentsIn(
  shown: Shown,
  group: { readonly id: string | null; readonly account: string | null; readonly region: string | null },
  boundsOf: ((group: string) => Bounds) | null,
): Attachments | null {
  const on = shown.interfaces.filter((each) => group.id !== null && each.groups.includes(group.id));
  const complete = group.id !== null && isLookedAt(shown.interfacesOf, group);
  if (on.length === 0 && !complete) return null;
  const besideOn = (each: Interface) =>
    boundsOfInterface(each.groups.filter((other) => other !== group.id).map((other) => boundsOf!(other)));
  const beside = boundsOf === null ? [] : on.filter((each) => each.groups.length > 1).map(besideOn);
  const holders = on.map((each) => holderOf(each, shown.vpcs));
  return attachmentsOf(holders, { complete, beside, otherTime: null });
}
