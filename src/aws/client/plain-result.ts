import type { Ec2Action } from '../model/call.ts';

/** Lists that an answer always has: EC2 leaves out one that is empty in some calls. */
const lists: { readonly [A in Ec2Action]?: string } = {
  DescribeSecurityGroups: 'SecurityGroups',
  DescribeSecurityGroupRules: 'SecurityGroupRules',
  DescribeNetworkInterfaces: 'NetworkInterfaces',
  DescribeManagedPrefixLists: 'PrefixLists',
  GetManagedPrefixListEntries: 'Entries',
  DescribeInternetGateways: 'InternetGateways',
  DescribeVpcBlockPublicAccessExclusions: 'VpcBlockPublicAccessExclusions',
  DescribeVpcs: 'Vpcs',
};

/** Calls whose `return` the SDK drops: that they were answered means true (EC2 API reference, of each). */
const silent: ReadonlySet<Ec2Action> = new Set([
  ...(['CreateTags', 'DeleteTags', 'ModifyNetworkInterfaceAttribute', 'DeleteNetworkInterface', 'DeleteVpc'] as const),
  ...(['AttachInternetGateway', 'DetachInternetGateway'] as const),
]);

/**
 * What the SDK answers as plain JSON: without the request's own id and number of attempts, without members that are
 * undefined, with dates as text.
 */
export function plainResult(action: Ec2Action, result: object): object {
  const { $metadata: _, ...rest } = result as { readonly $metadata?: unknown };
  const list = lists[action];
  return {
    ...(silent.has(action) ? { Return: true } : {}),
    ...(list === undefined ? {} : { [list]: [] }),
    ...(plain(rest) as object),
  };
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(kept.map(([key, each]) => [key, plain(each)]));
}
