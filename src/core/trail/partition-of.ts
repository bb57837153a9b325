/** The partition of a region, by its name: `cn-north-1` lies in `aws-cn` (partitions.json of the AWS SDKs). */
export function partitionOf(region: string): string {
  const start = Object.keys(partitions).find((prefix) => region.startsWith(prefix));
  return start === undefined ? 'aws' : partitions[start]!;
}

/** What the names of regions begin with in the partitions beside the commercial one; longer ones before shorter. */
const partitions: Readonly<Record<string, string>> = {
  'us-gov-': 'aws-us-gov',
  'cn-': 'aws-cn',
  'us-isob-': 'aws-iso-b',
  'us-isof-': 'aws-iso-f',
  'eu-isoe-': 'aws-iso-e',
  'us-iso-': 'aws-iso',
  'eusc-': 'aws-eusc',
};
