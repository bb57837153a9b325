import { assumedRole, awsService, type Caller, linkedService } from '../caller.ts';
import type { Site } from '../organisation.ts';
import { balancerController } from '../people.ts';
import type { Random } from '../seeded.ts';
import { act, everywhere, type Habit, isBusy, look, resource } from './habit.ts';

const agent = 'aws-sdk-js/3.980.0 ua/2.1 os/linux lang/js md/nodejs#24.13.0 api/sdk';

/** What the shop's own machines do all day: keys, secrets, tables, logs, tokens. */
export const machineHabits: readonly Habit[] = [
  {
    weight: 16,
    runsAt: isBusy,
    by: (site, random) => functionRole(site, random.pick(['prices', 'thumbnails', 'mailer'])),
    chores: (site) => {
      const key = `arn:aws:kms:${site.region}:${site.account.id}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
      const secret = `arn:aws:secretsmanager:${site.region}:${site.account.id}:secret:shop/orders-a1b2c3`;
      const decrypt = look('kms', 'Decrypt', {
        encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
        encryptionContext: { SecretARN: secret },
      });
      return [
        { ...decrypt, resources: [resource(site, 'AWS::KMS::Key', key)] },
        look('secretsmanager', 'GetSecretValue', { secretId: secret }),
        look('ssm', 'GetParameter', { name: '/shop/orders/endpoint', withDecryption: true }),
      ];
    },
  },
  {
    weight: 12,
    runsAt: everywhere,
    by: (_, random) => awsService(random.pick(['lambda', 'ecs-tasks', 'config'])),
    chores: (site, random) => {
      const role = `arn:aws:iam::${site.account.id}:role/${random.pick(['lambda-prices', 'lambda-mailer', 'config-recorder'])}`;
      const credentials = {
        accessKeyId: `ASIA${random.upper(9)}EXAMPLE`,
        sessionToken: 'EXAMPLE-SESSION-TOKEN',
        expiration: 'Mar 9, 2026, 12:00:00 AM',
      };
      const response = {
        credentials,
        assumedRoleUser: { assumedRoleId: 'AROAEXAMPLEEXAMPLE123:session', arn: `${role}/session` },
      };
      const chore = act(
        'sts',
        'AssumeRole',
        { roleArn: role, roleSessionName: 'session', durationSeconds: 3600 },
        response,
      );
      return [{ ...chore, readOnly: true, resources: [resource(site, 'AWS::IAM::Role', role)] }];
    },
  },
  {
    weight: 8,
    runsAt: isBusy,
    by: (site) => functionRole(site, 'orders'),
    chores: () => [
      look('dynamodb', 'DescribeTable', { tableName: 'orders' }),
      look('dynamodb', 'DescribeTable', { tableName: 'carts' }),
      look('dynamodb', 'ListTables', { limit: 100 }),
    ],
  },
  {
    weight: 8,
    runsAt: isBusy,
    by: (site, random) => functionRole(site, random.pick(['prices', 'thumbnails', 'mailer'])),
    chores: (_, random) => {
      const logStreamName = `2026/03/05/[$LATEST]${random.hex(32)}`;
      const logGroupName = '/aws/lambda/prices';
      return [
        act('logs', 'CreateLogStream', { logGroupName, logStreamName }),
        look('logs', 'DescribeLogStreams', { logGroupName }),
      ];
    },
  },
  {
    weight: 9,
    runsAt: isBusy,
    by: instanceRole,
    chores: (_, random) => {
      const instanceId = random.resource('i');
      const agentVersion = '3.3.3572.0';
      const platform = { platformType: 'Linux', platformName: 'Amazon Linux', platformVersion: '2023' };
      return [
        act('ssm', 'UpdateInstanceInformation', {
          instanceId,
          agentVersion,
          agentStatus: 'Active',
          ...platform,
          agentName: 'amazon-ssm-agent',
        }),
      ];
    },
  },
  {
    weight: 9,
    runsAt: (site) => site.region === 'eu-west-1' && site.account.environment !== 'tools',
    by: (site) => balancerController(site.account, site.account.environment === 'prod' ? prodCluster : stageCluster),
    chores: (site) => {
      return [
        look('elasticloadbalancing', 'DescribeTargetHealth', {
          targetGroupArn: targetGroup(site, 'k8s-shop-web/73e2d6bc24d8a067'),
        }),
        look('elasticloadbalancing', 'DescribeLoadBalancers', { names: ['shop'] }),
        look('ec2', 'DescribeSecurityGroups', {
          securityGroupSet: {},
          securityGroupIdSet: {},
          filterSet: clusterFilter,
        }),
        look('ec2', 'DescribeInstances', { instancesSet: {}, filterSet: clusterFilter }),
      ];
    },
  },
  {
    weight: 6,
    runsAt: isBusy,
    by: (site) => linkedService(site.account, 'autoscaling', 'AWSServiceRoleForAutoScaling', 'AutoScaling'),
    chores: (site) => [
      look('ec2', 'DescribeInstanceStatus', {
        instancesSet: {},
        filterSet: {},
        includeAllInstances: true,
        maxResults: 100,
      }),
      look('elasticloadbalancing', 'DescribeTargetHealth', {
        targetGroupArn: targetGroup(site, 'web/6d0ecf831eec9f09'),
      }),
    ],
  },
  {
    weight: 5,
    runsAt: everywhere,
    by: () => awsService('cloudtrail'),
    chores: (site) =>
      ['GetBucketAcl', 'GetBucketLocation'].map((name) => ({ ...look('s3', name, bucket(site)), additional: signed })),
  },
];

const prodCluster = 'EXAMPLED539D4633E53DE1B71EXAMPLE';
const stageCluster = 'EXAMPLE7C1A94B20F6D38E55AEXAMPLE';
const clusterFilter = {
  items: [{ name: 'tag:kubernetes.io/cluster/shop', valueSet: { items: [{ value: 'owned' }] } }],
};

const signed = {
  SignatureVersion: 'SigV4',
  CipherSuite: 'TLS_AES_128_GCM_SHA256',
  bytesTransferredIn: 0,
  AuthenticationMethod: 'AuthHeader',
};

function targetGroup(site: Site, name: string): string {
  return `arn:aws:elasticloadbalancing:${site.region}:${site.account.id}:targetgroup/${name}`;
}

function functionRole(site: Site, name: string): Caller {
  const choice = {
    role: `lambda-${name}`,
    session: name,
    path: '/service-role/',
    sourceIp: '192.0.2.11',
    userAgent: agent,
  };
  return assumedRole(site.account, choice);
}

function instanceRole(site: Site, random: Random): Caller {
  const userAgent = 'aws-sdk-go/1.55.5 (go1.25.5; linux; amd64) amazon-ssm-agent/3.3.3572.0';
  const session = `i-0${random.pick(['0e1f', '5a6b', '9c2d'])}4c3b2a1908f7`;
  return assumedRole(site.account, {
    role: 'shop-instance',
    session,
    sourceIp: '192.0.2.12',
    userAgent,
    instance: true,
  });
}

function bucket(site: Site): object {
  const bucketName = `shop-trail-${site.account.id}`;
  return { bucketName, Host: `${bucketName}.s3.${site.region}.amazonaws.com`, acl: '' };
}
