import type { Vpc } from '../group/group.ts';

/**
 * Whether the Internet cannot reach into a VPC: it has no Internet gateway, or VPC Block Public Access keeps the Internet
 * out and nothing in it is exempt. What is not known of the block keeps nothing out.
 * Sources: Amazon VPC user guide, "Enable internet access for a VPC using internet gateways": IPv4 and IPv6 alike go
 * through one; "Block public access to VPCs and subnets": both modes keep traffic from the Internet out.
 */
export function isIsolated({ internetGateway, blocked, exempt }: Vpc): boolean {
  return internetGateway === null || ((blocked === 'ingress' || blocked === 'both') && !exempt);
}

/** Whether a VPC is among these and isolated. */
export function isIsolatedAmong(vpcs: readonly Vpc[] | undefined, id: string | null): boolean {
  return id !== null && (vpcs ?? []).some((vpc) => vpc.id === id && isIsolated(vpc));
}
