import type { Site } from '../../core/plan/act/intent.ts';

/**
 * The ARN of a role of ours in an account: `name` may have a path before it, and `{account}` and `{region}` in it, which
 * are filled in (IAM user guide, "IAM ARNs").
 */
export function roleArn(name: string, { account, region }: Site): string {
  const filled = name.replaceAll('{account}', account).replaceAll('{region}', region);
  return `arn:${partitionOf(region)}:iam::${account}:role/${filled}`;
}

/** The partition of a region (AWS General Reference, "Amazon Resource Names"). */
export function partitionOf(region: string): string {
  return partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

const partitions = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
] as const;
