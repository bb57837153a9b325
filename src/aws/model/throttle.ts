import type { Instant } from '../../core/leaf/instant.ts';
import { type Ec2Call, isRead } from './call.ts';

/** A bucket of so many tokens, into which so many come a second. */
export interface Bucket {
  readonly size: number;
  readonly perSecond: number;
}

/** What is left in each bucket, and since when. */
export type Levels = ReadonlyMap<string, { readonly tokens: number; readonly at: Instant }>;

/**
 * The bucket of a call, of which every account and region has its own for each call (EC2 developer guide, "Request
 * throttling for the Amazon EC2 API").
 */
export function bucketOf({ action, request }: Ec2Call): Bucket & { readonly name: string } {
  if (action === 'CreateTags' || action === 'DeleteTags') return { name: action, size: 100, perSecond: 10 };
  if (action === 'CreateNetworkInterface' || action === 'ModifyNetworkInterfaceAttribute')
    return { name: action, size: 100, perSecond: 5 };
  if (!isRead(action)) return { name: action, size: 50, perSecond: 5 };
  const heavy = action === 'DescribeSecurityGroups' || action === 'DescribeNetworkInterfaces';
  const narrow = Object.keys(request).some((key) =>
    /^(Filters|MaxResults|GroupIds|GroupNames|NetworkInterfaceIds)$/.test(key),
  );
  if (heavy && !narrow) return { name: `${action} of all`, size: 50, perSecond: 10 };
  return { name: action, size: 100, perSecond: 20 };
}

/** Takes a token for a call; `null` when there is none, and the call is refused with `RequestLimitExceeded`. */
export function takeToken(
  levels: Levels,
  { name, size, perSecond }: Bucket & { readonly name: string },
  at: Instant,
): Levels | null {
  const last = levels.get(name) ?? { tokens: size, at };
  const filled = Math.min(size, last.tokens + (Math.max(0, at - last.at) / 1000) * perSecond);
  return filled < 1 ? null : new Map(levels).set(name, { tokens: filled - 1, at: Math.max(at, last.at) });
}
