import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateSubnetCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Ec2Action, Ec2Request, Ec2Result } from '../../../src/aws/model/call.ts';
import type { Caller } from '../../../src/aws/model/caller.ts';
import type { JsonObject } from '../../../src/core/leaf/canonical.ts';
import { operatorCommands } from '../operator-commands.ts';
import { type Moto, ownIdentity } from '../start-moto.ts';
import { type Edge, type Made, startEdge } from './edge.ts';
import { runAws } from './run-aws.ts';

/** The account that moto gives to keys it does not know. */
export const account = '123456789012';
export const region = 'eu-west-1';
export const site = { account, region };
export const anywhere = '0.0.0.0/0';

/** Somebody who edits rules, with keys of their own. */
export interface Person {
  readonly key: string;
  readonly secret: string;
  /** Makes one call; throws what EC2 refuses. */
  does<A extends Ec2Action>(action: A, request: Ec2Request<A>): Promise<Ec2Result<A>>;
  /** The same by the `aws` command line. Answers what it prints. */
  aws(...args: readonly string[]): Promise<string>;
}

/** AWS for one file of tests: moto behind the edge, a queue that its events come by, and people. */
export interface Stage {
  readonly edge: Edge;
  readonly folder: string;
  readonly queue: string;
  readonly vpc: string;
  readonly subnet: string;
  /** An IAM user whom IAM has told of. */
  readonly alice: Person;
  /** Somebody with another identity. */
  person(name: string, caller: Partial<Caller>): Person;
  /** Sends an event, or anything, by the queue; answers when it was sent. */
  sends(body: JsonObject | string): Promise<number>;
  /** Events of these writes are kept back from now on, until `release`; what was kept is the test's to send. */
  holds(of?: (made: Made) => boolean): { readonly held: readonly Made[]; release(): void };
  /** When the event of a record was sent. */
  sentAt(made: Made): number;
  /** How many messages are in the queue or in hand. */
  waiting(): Promise<number>;
  /** A group of nothing but a name, in a VPC that is not the default one. */
  group(name: string, tags?: Readonly<Record<string, string>>): Promise<string>;
  /** The ingress rules (or egress) of a group as moto holds them: `tcp/22 0.0.0.0/0`, sorted. */
  standing(group: string, direction?: 'ingress' | 'egress'): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Each stage has a queue of its own: who reads the last one may have a receive under way. */
let queues = 0;

/** Sets it up; whoever does stops it. */
export async function openStage(moto: Moto): Promise<Stage> {
  queues += 1;
  const edge = await startEdge(moto.endpoint, account);
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-e2e-'));
  Object.assign(process.env, ownIdentity, ownKeys, { AWS_ENDPOINT_URL: edge.endpoint, AWS_REGION: region });
  const plain = { accessKeyId: ownKeys.AWS_ACCESS_KEY_ID, secretAccessKey: ownKeys.AWS_SECRET_ACCESS_KEY };
  const sqs = new SQSClient({ region, endpoint: moto.endpoint, credentials: plain });
  const { QueueUrl } = await new SQSClient({ region, endpoint: edge.endpoint, credentials: plain }).send(
    new CreateQueueCommand({ QueueName: `records-${queues}`, Attributes: { VisibilityTimeout: '30' } }),
  );
  const queue = QueueUrl!;
  const sent = new Map<Made, number>();
  const sends = async (body: JsonObject | string) => {
    const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
    await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody }));
    return Date.now();
  };
  const keeping = new Set<(made: Made) => boolean>();
  const passes = async (made: Made) => {
    if ([...keeping].some((keeps) => keeps(made))) return;
    const at = Date.now();
    await sends(made.event);
    sent.set(made, at);
  };
  edge.hears = passes;

  const clients: EC2Client[] = [];
  const personOf = (key: string, secret: string): Person => {
    const credentials = { accessKeyId: key, secretAccessKey: secret };
    const client = new EC2Client({ region, endpoint: edge.endpoint, credentials, maxAttempts: 1 });
    clients.push(client);
    return {
      ...{ key, secret },
      does: async (action, request) => {
        const Command = operatorCommands[action] as unknown as new (request: object) => never;
        const { $metadata: _, ...answer } = (await client.send(new Command(request))) as object & { $metadata: object };
        return answer as Ec2Result<typeof action>;
      },
      aws: (...args) => runAws(moto.aws, edge.endpoint, { key, secret, region }, args),
    };
  };
  const secret = 'alice-planted-secret-0123456789abcdefgh';
  const admin = personOf('AKIAI44QH8DHBEXAMPLE', secret);
  const name = queues === 1 ? 'alice' : `alice-${queues}`;
  await admin.aws('iam', 'create-user', '--user-name', name);
  const told = JSON.parse(await admin.aws('iam', 'create-access-key', '--user-name', name)) as {
    readonly AccessKey: { readonly AccessKeyId: string; readonly SecretAccessKey: string };
  };
  const alice = personOf(told.AccessKey.AccessKeyId, told.AccessKey.SecretAccessKey);
  const { Vpc } = await alice.does('CreateVpc', { CidrBlock: '10.0.0.0/16' });
  const made = await clients[1]!.send(new CreateSubnetCommand({ VpcId: Vpc.VpcId, CidrBlock: '10.0.0.0/24' }));

  let keys = 0;
  return {
    ...{ edge, folder, queue, alice, sends, vpc: Vpc.VpcId, subnet: made.Subnet!.SubnetId! },
    person: (name, caller) => {
      keys += 1;
      const key = `AKIA${name
        .toUpperCase()
        .replace(/[^A-Z]/g, '')
        .padEnd(14, 'X')
        .slice(0, 14)}${String(keys).padStart(2, '0')}`;
      edge.identities.set(key, caller);
      return personOf(key, `planted-secret-of-${name}`);
    },
    holds: (of = () => true) => {
      const held: Made[] = [];
      const keeps = (one: Made): boolean => of(one) && held.push(one) > 0;
      keeping.add(keeps);
      return { held, release: () => void keeping.delete(keeps) };
    },
    sentAt: (one) => sent.get(one) ?? Number.NaN,
    waiting: async () => {
      const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: [...names] }),
      );
      return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
    },
    group: async (name, tags = {}) => {
      const { GroupId } = await alice.does('CreateSecurityGroup', {
        GroupName: name,
        Description: name,
        VpcId: Vpc.VpcId,
      });
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      if (Tags.length > 0) await alice.does('CreateTags', { Resources: [GroupId], Tags });
      return GroupId;
    },
    standing: async (group, direction = 'ingress') => {
      const { SecurityGroupRules } = await admin.does('DescribeSecurityGroupRules', {
        Filters: [{ Name: 'group-id', Values: [group] }],
      });
      return SecurityGroupRules.filter(({ IsEgress }) => IsEgress === (direction === 'egress'))
        .map(({ IpProtocol, FromPort, ToPort, ...rule }) => {
          const ports =
            FromPort === undefined || IpProtocol === '-1'
              ? ''
              : FromPort === ToPort
                ? `/${FromPort}`
                : `/${FromPort}-${ToPort}`;
          const peer = rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId;
          return `${IpProtocol}${ports} ${peer}`;
        })
        .sort();
    },
    stop: async () => {
      for (const client of clients) client.destroy();
      await edge.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the product signs with before it takes a role: planted, so that it can be looked for. */
export const ownKeys = {
  AWS_ACCESS_KEY_ID: 'AKIAPORTCULLISEXAMPL',
  AWS_SECRET_ACCESS_KEY: 'planted-own-secret-9f8e7d6c5b4a39281706',
} as const;

/** The permissions of one rule of TCP. */
export function tcp(port: number | readonly [number, number], ...cidrs: readonly string[]) {
  const [FromPort, ToPort] = typeof port === 'number' ? [port, port] : port;
  const v6 = cidrs.filter((cidr) => cidr.includes(':')).map((CidrIpv6) => ({ CidrIpv6 }));
  const v4 = cidrs.filter((cidr) => !cidr.includes(':')).map((CidrIp) => ({ CidrIp }));
  return {
    ...{ IpProtocol: 'tcp', FromPort, ToPort },
    ...(v4.length === 0 ? {} : { IpRanges: v4 }),
    ...(v6.length === 0 ? {} : { Ipv6Ranges: v6 }),
  };
}
