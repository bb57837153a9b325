import type { JsonObject } from '../../core/leaf/canonical.ts';

/** Who makes a call and how, as far as EC2 and CloudTrail tell of it. */
export interface Caller {
  /** CloudTrail's `userIdentity`, as the makers in `record/identity.ts` write it. */
  readonly identity: JsonObject;
  readonly userAgent: string;
  /** An address, or the name of the AWS service that calls. */
  readonly from: string;
  /** Signed in through the console. */
  readonly console?: boolean;
}

/** The principal in a caller's identity: its ARN, or the service where AWS acts for itself. */
export function principalOf({ identity }: Caller): string {
  const said = identity.arn ?? identity.invokedBy ?? identity.principalId;
  return typeof said === 'string' ? said : 'unknown';
}

/** Who made something, as EC2 writes it on an interface: the service, or the principal's id. */
export function requesterOf({ identity }: Caller): string {
  const service = /^([a-z-]+)\.amazonaws\.com$/.exec(String(identity.invokedBy ?? ''))?.[1];
  if (service !== undefined) return `amazon-${service}`;
  return typeof identity.principalId === 'string' ? identity.principalId : 'unknown';
}
