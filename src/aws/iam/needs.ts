import type { Need } from './need.ts';

const ec2 = 'Service Authorization Reference, "Actions, resources, and condition keys for Amazon EC2"';

/**
 * Everything that the product asks of IAM, feature by feature. A test holds it against the commands of the SDK that the
 * source names: what is called is here, and what is here is called.
 */
export const needs: readonly Need[] = [
  {
    ...{ feature: 'roles', holder: 'runner', actions: ['sts:AssumeRole'], on: ['roles'], provided: [] },
    source: 'STS API reference, AssumeRole; GetCallerIdentity needs no permission',
  },
  {
    ...{ feature: 'read', holder: 'reader', on: ['anything'], provided: ['region'] },
    actions: [
      'ec2:DescribeInternetGateways',
      'ec2:DescribeManagedPrefixLists',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeRegions',
      'ec2:DescribeSecurityGroupRules',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeVpcBlockPublicAccessExclusions',
      'ec2:DescribeVpcBlockPublicAccessOptions',
    ],
    source: `${ec2}: they take no resource`,
  },
  {
    ...{ feature: 'read', holder: 'reader', on: ['lists'], provided: ['region'] },
    ...{ actions: ['ec2:GetManagedPrefixListEntries'], source: `${ec2}: prefix-list` },
  },
  {
    ...{ feature: 'lookup-events', holder: 'reader', on: ['anything'], provided: ['region'] },
    actions: ['cloudtrail:LookupEvents'],
    source: 'Service Authorization Reference, "AWS CloudTrail": it takes no resource',
  },
  {
    ...{ feature: 'sqs', holder: 'runner', on: ['queue'], provided: [] },
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'],
    source: 'SQS developer guide, "Amazon SQS API permissions": a batch needs the permission of the single call',
  },
  {
    ...{ feature: 's3', holder: 'runner', actions: ['s3:ListBucket'], on: ['bucket'], provided: ['prefix'] },
    source: 'S3 user guide, "Required permissions for Amazon S3 API operations": ListObjectsV2',
  },
  {
    ...{ feature: 's3', holder: 'runner', actions: ['s3:GetObject'], on: ['objects'], provided: [] },
    source: 'S3 user guide, "Required permissions for Amazon S3 API operations"',
  },
  {
    ...{ feature: 'kms', holder: 'runner', actions: ['kms:Decrypt'], on: ['key'], provided: ['service'] },
    source:
      'KMS developer guide, "kms:ViaService": objects and messages under a key of yours are opened by their service',
  },
  {
    ...{ feature: 'revoke', holder: 'revoke', on: ['groups'], provided: ['region', 'tagged'] },
    actions: ['ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress'],
    source: `${ec2}: security-group alone`,
  },
  {
    ...{ feature: 'restore-rules', holder: 'restore', on: ['groups'], provided: ['region', 'tagged'] },
    actions: ['ec2:AuthorizeSecurityGroupEgress', 'ec2:AuthorizeSecurityGroupIngress', 'ec2:ModifySecurityGroupRules'],
    source: `${ec2}: security-group and security-group-rule`,
  },
  {
    ...{ feature: 'restore-rules', holder: 'restore', on: ['rules'], provided: ['region'] },
    actions: ['ec2:AuthorizeSecurityGroupEgress', 'ec2:AuthorizeSecurityGroupIngress', 'ec2:ModifySecurityGroupRules'],
    source: `${ec2}: security-group and security-group-rule`,
  },
  {
    ...{ feature: 'restore-rules', holder: 'restore', on: ['rules'], provided: ['region', 'on-authorize'] },
    actions: ['ec2:CreateTags'],
    source: 'EC2 user guide, "Grant permission to tag Amazon EC2 resources during creation": ec2:CreateAction',
  },
  {
    ...{ feature: 'restore-lists', holder: 'restore', on: ['lists'], provided: ['region', 'tagged'] },
    ...{ actions: ['ec2:ModifyManagedPrefixList'], source: `${ec2}: prefix-list` },
  },
  {
    ...{ feature: 'restore-interfaces', holder: 'restore', on: ['interfaces', 'groups'], provided: ['region'] },
    ...{ actions: ['ec2:ModifyNetworkInterfaceAttribute'], source: `${ec2}: network-interface and security-group` },
  },
  {
    ...{ feature: 'restore-tags', holder: 'restore', on: ['groups', 'lists'], provided: ['region'] },
    actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
    source: `${ec2}: each resource that is tagged; a condition on tags would hold back the very tag that is put back`,
  },
  {
    ...{ feature: 'heartbeat', holder: 'runner', on: ['anything'], provided: ['namespace'] },
    actions: ['cloudwatch:PutMetricData'],
    source: 'Service Authorization Reference, "Amazon CloudWatch": it takes no resource; cloudwatch:namespace',
  },
  {
    ...{ feature: 'drill', holder: 'runner', actions: ['sqs:SendMessage'], on: ['queue'], provided: [] },
    source:
      'SQS developer guide, "Amazon SQS API permissions": for `drill --inject` alone, which puts a marked record there',
  },
  {
    ...{ feature: 'doctor', holder: 'reader', on: ['anything'], provided: ['region'] },
    actions: ['cloudtrail:DescribeTrails', 'cloudtrail:GetEventSelectors', 'cloudtrail:GetTrailStatus'],
    source: 'Service Authorization Reference, "AWS CloudTrail"; a trail may belong to the organisation’s account',
  },
  {
    ...{ feature: 'doctor', holder: 'runner', on: ['anything'], provided: ['region'] },
    actions: ['cloudwatch:GetMetricStatistics'],
    source: 'Service Authorization Reference, "Amazon CloudWatch": it takes no resource',
  },
  {
    ...{ feature: 'doctor', holder: 'runner', on: ['anything'], provided: ['region'] },
    actions: ['events:DescribeRule', 'events:ListRuleNamesByTarget'],
    source:
      'Service Authorization Reference, "Amazon EventBridge": the list takes no resource, and names rules of any name',
  },
  {
    ...{ feature: 'doctor', holder: 'runner', actions: ['sqs:GetQueueAttributes'], on: ['queue'], provided: [] },
    source: 'SQS developer guide, "Amazon SQS API permissions"',
  },
  {
    ...{ feature: 'channel-sns', holder: 'runner', on: ['topics'], provided: [] },
    actions: ['sns:Publish', 'sns:ListSubscriptionsByTopic'],
    source: 'Service Authorization Reference, "Amazon SNS": topic',
  },
  {
    ...{ feature: 'channel-ses', holder: 'runner', on: ['identities'], provided: [] },
    actions: ['ses:SendEmail', 'ses:SendRawEmail'],
    source: 'Service Authorization Reference, "Amazon Simple Email Service v2": identity; a raw message asks for both',
  },
  {
    ...{ feature: 'channel-security-hub', holder: 'runner', on: ['findings'], provided: [] },
    actions: ['securityhub:BatchImportFindings'],
    source: 'Service Authorization Reference, "AWS Security Hub": product',
  },
  {
    ...{ feature: 'secrets-ssm', holder: 'runner', actions: ['ssm:GetParameter'], on: ['parameters'], provided: [] },
    source: 'Service Authorization Reference, "AWS Systems Manager": parameter',
  },
  {
    ...{ feature: 'secrets-manager', holder: 'runner', on: ['secrets'], provided: [] },
    actions: ['secretsmanager:GetSecretValue'],
    source: 'Service Authorization Reference, "AWS Secrets Manager": Secret',
  },
];
