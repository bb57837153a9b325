import { assumedRole, type Caller } from '../caller.ts';
import type { Site } from '../organisation.ts';
import { cliAgent, inConsole, people, pipeline, reporting } from '../people.ts';
import { act, everywhere, type Habit, isBusy, look } from './habit.ts';

const isGlobal = (site: Site): boolean => site.region === 'us-east-1';
const all = { filterSet: {}, maxResults: 1000 };

/** What looks after the shop: inventories, monitoring, plans of the pipeline, people who browse. */
export const watcherHabits: readonly Habit[] = [
  {
    weight: 12,
    runsAt: everywhere,
    by: inventory,
    chores: () => [
      look('ec2', 'DescribeInstances', { instancesSet: {}, ...all }),
      look('ec2', 'DescribeSecurityGroups', { securityGroupSet: {}, securityGroupIdSet: {}, ...all }),
      look('ec2', 'DescribeSecurityGroupRules', { DescribeSecurityGroupRulesRequest: { MaxResults: 1000 } }),
      look('ec2', 'DescribeManagedPrefixLists', { DescribeManagedPrefixListsRequest: { MaxResults: 100 } }),
      look('ec2', 'DescribeNetworkInterfaces', { networkInterfaceIdSet: {}, filterSet: {} }),
      look('ec2', 'DescribeVolumes', { volumeSet: {}, ...all }),
      look('ec2', 'DescribeAddresses', { publicIpsSet: {}, filterSet: {}, allocationIdsSet: {} }),
      look('ec2', 'DescribeVpcs', { vpcSet: {}, filterSet: {} }),
      look('rds', 'DescribeDBInstances'),
      look('lambda', 'ListFunctions20150331', { maxItems: 50 }),
    ],
  },
  {
    weight: 8,
    runsAt: everywhere,
    by: (site) => watcher(site, 'monitoring', 'collector'),
    chores: () => [
      look('monitoring', 'DescribeAlarms', { maxRecords: 100 }),
      look('ec2', 'DescribeTags', {
        filterSet: { items: [{ name: 'resource-type', valueSet: { items: [{ value: 'instance' }] } }] },
      }),
      look('autoscaling', 'DescribeAutoScalingGroups', { maxRecords: 100 }),
    ],
  },
  {
    weight: 6,
    runsAt: isGlobal,
    by: (site) => watcher(site, 'posture', 'daily'),
    chores: (_, random) => [
      look('iam', 'ListRoles', { maxItems: 100 }),
      look('iam', 'GetRole', { roleName: random.pick(['tf-deploy', 'lambda-prices', 'shop-instance']) }),
      look('iam', 'ListAttachedRolePolicies', {
        roleName: random.pick(['tf-deploy', 'lambda-prices', 'shop-instance']),
      }),
      look('iam', 'ListAccessKeys', { userName: 'ci-reports' }),
      look('iam', 'GetAccountSummary'),
      look('health', 'DescribeEventAggregates', {
        aggregateField: 'eventTypeCategory',
        filter: { eventStatusCodes: ['open', 'upcoming'] },
      }),
    ],
  },
  {
    weight: 7,
    runsAt: isBusy,
    by: (site, random) => pipeline(site.account, 4100 + random.below(45)),
    chores: (_, random) => [
      look('ec2', 'DescribeSecurityGroups', {
        securityGroupSet: {},
        securityGroupIdSet: { items: [{ groupId: random.resource('sg') }] },
        filterSet: {},
      }),
      look('ec2', 'DescribeVpcs', { vpcSet: {}, filterSet: {} }),
      look('lambda', 'GetFunction20150331v2', { functionName: 'prices' }),
      look('dynamodb', 'DescribeTable', { tableName: 'orders' }),
    ],
  },
  {
    weight: 6,
    runsAt: isBusy,
    by: (site, random) =>
      inConsole(people[random.pick(['alice', 'bob', 'carol', 'dave', 'erin'] as const)], site.account),
    chores: (site) => [
      look('ec2', 'DescribeInstances', { instancesSet: {}, ...all }),
      look('ec2', 'DescribeSecurityGroups', { securityGroupSet: {}, securityGroupIdSet: {}, ...all }),
      look('ec2', 'DescribeVpcs', { vpcSet: {}, filterSet: {} }),
      look('ec2', 'DescribeInstanceTypes', { DescribeInstanceTypesRequest: { MaxResults: 100 } }),
      look('cloudtrail', 'LookupEvents', {
        maxResults: 50,
        lookupAttributes: [{ attributeKey: 'EventName', attributeValue: 'AuthorizeSecurityGroupIngress' }],
      }),
      look('logs', 'DescribeLogGroups', { limit: 50, logGroupNamePrefix: `/shop/${site.account.environment}` }),
    ],
  },
  {
    weight: 2,
    runsAt: (site) => site.account.environment === 'prod' && isBusy(site),
    by: reporting,
    chores: () => [
      look('s3', 'ListBuckets'),
      look('sts', 'GetCallerIdentity'),
      look('rds', 'DescribeDBInstances', { dBInstanceIdentifier: 'shop-orders' }),
    ],
  },
  {
    weight: 2,
    runsAt: isBusy,
    by: (site) => inConsole(people.erin, site.account),
    chores: decoys,
  },
];

/** Calls that name the calls of the perimeter, or look like them, and do nothing to it. */
function decoys(site: Site): ReturnType<Habit['chores']> {
  const names = ['AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress', 'ModifySecurityGroupRules'];
  const pattern = JSON.stringify({ source: ['aws.ec2'], detail: { eventName: names } });
  const document = JSON.stringify({
    Statement: [{ Effect: 'Deny', Action: names.map((name) => `ec2:${name}`), Resource: '*' }],
  });
  const tags = {
    resourcesSet: { items: [{ resourceId: 'i-0abcdef1234567890' }] },
    tagSet: { items: [{ key: 'note', value: 'CreateSecurityGroup later' }] },
  };
  return [
    act(
      'events',
      'PutRule',
      { name: 'group-changes', eventPattern: pattern },
      { ruleArn: `arn:aws:events:${site.region}:${site.account.id}:rule/group-changes` },
    ),
    ...(isGlobal(site)
      ? [act('iam', 'PutRolePolicy', { roleName: 'lambda-prices', policyName: 'no-groups', policyDocument: document })]
      : []),
    act('ec2', 'CreateTags', tags, { _return: true }),
  ];
}

function inventory(site: Site): Caller {
  return watcher(site, 'inventory', 'sweep');
}

function watcher(site: Site, role: string, session: string): Caller {
  const userAgent = cliAgent(`${role}.${session}`).replace(/^aws-cli\/\S+/, 'Boto3/1.42.31');
  return assumedRole(site.account, { role, session, sourceIp: '192.0.2.13', userAgent });
}
