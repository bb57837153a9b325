import type { JsonObject } from '../../../core/leaf/canonical.ts';

const objects = (say: string): JsonObject => ({ type: 'array', items: { type: 'object' }, description: say });

const part: Readonly<Record<string, JsonObject>> = {
  region: { type: 'string' },
  account: { type: 'string', pattern: '^\\d{12}$' },
  SecurityGroups: objects('the array of `aws ec2 describe-security-groups`'),
  SecurityGroupRules: objects('the array of `aws ec2 describe-security-group-rules`: brings the rule ids'),
  PrefixLists: objects(
    'the array of `aws ec2 describe-managed-prefix-lists`, with `Entries` (of get-managed-prefix-list-entries) in each',
  ),
  NetworkInterfaces: objects('the array of `aws ec2 describe-network-interfaces`'),
  InternetGateways: objects(
    'the array of `aws ec2 describe-internet-gateways`: a VPC that none is attached to, the Internet cannot reach into',
  ),
  VpcBlockPublicAccessOptions: {
    type: 'object',
    description: 'the object of `aws ec2 describe-vpc-block-public-access-options`',
  },
  VpcBlockPublicAccessExclusions: objects(
    'the array of `aws ec2 describe-vpc-block-public-access-exclusions`: what the block lets in all the same',
  ),
};

/** The JSON Schema of what `--snapshot` takes. */
export const snapshotSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'portcullis:snapshot:1',
  title: 'What stood at a moment, as the AWS CLI prints it',
  type: 'object',
  properties: {
    takenAt: { type: 'string', description: 'when it was taken: 2026-01-31T09:14:07Z' },
    ...part,
    accounts: {
      type: 'array',
      items: { type: 'object', properties: part },
      description: 'one for each account and region',
    },
  },
  required: ['takenAt'],
};
